import { modelBuild } from '../../src/build/build.js'
import type { Repository } from '../../src/build/repository.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { reviewChange } from '../../src/drydock.js'
import type { Change } from '../../src/inputs/change.js'
import { wholeFile } from '../../src/inputs/hunks.js'
import { neighboursOf } from '../../src/inputs/neighbours.js'
import { defaultSettings } from '../../src/settings/defaults.js'

const SERVICES = 40
const IGNORED =
  '# what no build needs\n.git\n**/node_modules\n**/dist\n**/.cache\n**/coverage\n**/*.log\n**/*.md\n!services/*/README.md\n**/__tests__\n**/*.test.ts\n**/*.snap\ndocs\n*.tgz\n**/.DS_Store\n**/tmp/*\nassets/raw/**\n!assets/raw/logo.png\n**/.env*\n!**/.env.example\ninfra/**/*.tf\n[Tt]humbs.db\n**/?(.idea)\n'

/** A monorepo with forty services, each with a Dockerfile, of at least so many files. */
function monorepo(count: number): { files: ReadonlyMap<string, number>; texts: ReadonlyMap<string, string> } {
  const texts = new Map([
    ['.dockerignore', IGNORED],
    ['.gitignore', 'node_modules\ndist\n*.log\n'],
    ['compose.yml', composeText()],
    ['package.json', '{"workspaces":["services/*","packages/*"]}'],
    ['package-lock.json', '{"packages":{}}'],
  ])
  for (let i = 0; i < SERVICES; i++) {
    const folder = `services/s${i}`
    texts.set(`${folder}/Dockerfile`, dockerfileText(isOwn(i) ? '' : `${folder}/`))
    texts.set(`${folder}/package.json`, `{"name":"s${i}","dependencies":{"left-pad":"1.3.0"}}`)
    texts.set(`${folder}/package-lock.json`, '{"packages":{}}')
    texts.set(`${folder}/src/server.js`, '')
    texts.set(`${folder}/config/a.json`, '')
    if (isOwn(i)) texts.set(`${folder}/.dockerignore`, 'node_modules\n*.log\n')
    else if (i % 8 === 1)
      texts.set(`${folder}/Dockerfile.dockerignore`, `*\n!package*.json\n!${folder}\n**/*.test.ts\n`)
  }
  const files = new Map([...texts].map(([path, text]) => [path, text.length]))
  for (let i = 0; files.size < count; i++) files.set(sourcePath(i), 1000 + (i % 977))
  return { files, texts }
}

/** Half of them have their own folder for their context. */
function isOwn(service: number): boolean {
  return service % 2 === 0
}

function sourcePath(i: number): string {
  const folder = i % 3 === 0 ? `services/s${i % SERVICES}` : `packages/package-${i % 211}`
  const kind = ['ts', 'test.ts', 'tsx', 'md', 'png', 'json', 'snap'][i % 7]
  return `${folder}/src/features/feature-${i % 37}/module-${i}.${kind}`
}

function dockerfileText(folder: string): string {
  return `FROM node:22 AS build
WORKDIR /app
COPY package*.json ./
COPY ${folder}package.json ${folder}config/*.json ./own/
RUN npm ci
COPY ${folder === '' ? '. .' : `${folder} ./${folder}`}
COPY ${folder}src/*/ ./features/
RUN npm run build
FROM node:22-slim
WORKDIR /app
COPY --from=build /app/dist ./dist
COPY ${folder}src/server.js ${folder}gone.js ./
CMD ["node", "server.js"]
`
}

function composeText(): string {
  const services = Array.from({ length: SERVICES }, (_, i) => {
    const [context, dockerfile] = isOwn(i) ? [`./services/s${i}`, 'Dockerfile'] : ['.', `services/s${i}/Dockerfile`]
    return `  s${i}:\n    build:\n      context: ${context}\n      dockerfile: ${dockerfile}\n`
  })
  return `services:\n${services.join('')}`
}

/**
 * Reviews all Dockerfiles of such a repository.
 * @returns milliseconds that processors work for the review, with the choice of what to read; findings are counted so that nothing is left out
 */
function reviewMonorepo(count: number): { readonly ms: number; readonly findings: number } {
  const { files, texts } = monorepo(count)
  const dockerfiles = [...texts.keys()].filter(path => path.endsWith('/Dockerfile'))
  // What all reviews need once is none of the tree's.
  modelBuild(parseDockerfile('Dockerfile', 'FROM a\n'), { files: new Map(), isComplete: true, texts: new Map() })
  const start = process.cpuUsage()
  const near = neighboursOf(dockerfiles, files)
  const read = [...near, ...dockerfiles].flatMap(path =>
    texts.has(path) ? [[path, texts.get(path) as string] as const] : [],
  )
  const repository: Repository = { files, isComplete: true, links: new Set(), texts: new Map(read) }
  const change: Change = {
    files: dockerfiles.map(path => ({ path, text: texts.get(path) ?? '', ...wholeFile(texts.get(path) ?? '') })),
    ...{ unread: [], repository },
  }
  const review = reviewChange(change, defaultSettings(), {
    failOn: 'error',
    commentOn: 'changed-lines',
    maxComments: 25,
  })
  const { user, system } = process.cpuUsage(start)
  return { ms: (user + system) / 1000, findings: review.findings.length }
}

const [, , count] = process.argv
const { ms, findings } = reviewMonorepo(Number(count))
// Node gives kilobytes.
process.stdout.write(JSON.stringify({ ms, findings, megabytes: process.resourceUsage().maxRSS / 1024 }))
