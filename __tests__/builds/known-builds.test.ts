import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { missingCopySource } from '../../src/rules/missing-copy-source.js'
import { type Random, randomFrom } from '../model/random.js'
import { checked, type Files } from '../rules/checking.js'
import { docker, folderWith } from './docker.js'

const COUNT = Number(process.env.KNOWN_BUILDS ?? 60)
const IMAGE = 'debian:bookworm-slim'

/** A build as a Compose file has it, and as the command line has it. */
interface Case {
  readonly name: string
  readonly files: Files
  readonly text: string
  readonly compose: string
  readonly args: readonly string[]
}

const FOLDERS = ['app/one', 'app/two', 'lib', 'docs', '.']
const NAMES = ['main.js', 'data.txt']

function caseFrom(seed: number): Case {
  const random = randomFrom(seed)
  const files: Record<string, string> = { 'app/one/main.js': '', 'lib/main.js': '', 'app/two/data.txt': '' }
  for (const folder of FOLDERS)
    for (const name of NAMES) if (random.chance(0.6)) files[join(folder, name)] = `${folder} ${name}`
  const count = 2 + random.integer(2)
  const given = random.chance(0.6) ? { APP: random.pick(['one', 'two', 'three']) } : {}
  const base = random.chance(0.3) ? { BASE: random.pick(['s0', IMAGE]) } : {}
  const named = random.chance(0.5) ? { [random.pick(['lib', 's0'])]: random.pick(['./lib', './app/two']) } : {}
  const target = random.chance(0.4) ? `s${random.integer(count)}` : undefined
  const context = random.pick(['.', '.', 'app'])
  const stages = Array.from({ length: count }, (_, i) => stageFrom(random, i, named))
  const text = `ARG BASE=${IMAGE}\n${stages.join('')}`
  const dockerfile = context === '.' ? 'Dockerfile' : '../Dockerfile'
  const build = { context, dockerfile, target, args: { ...given, ...base }, additional_contexts: named }
  return {
    name: `build ${seed}`,
    files,
    text,
    compose: JSON.stringify({ services: { web: { build } } }),
    args: [
      ...Object.entries({ ...given, ...base }).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
      ...Object.entries(named).flatMap(([name, folder]) => ['--build-context', `${name}=${folder}`]),
      ...(target === undefined ? [] : ['--target', target]),
      context,
    ],
  }
}

function stageFrom(random: Random, i: number, named: Files): string {
  const base = i > 0 && random.chance(0.5) ? random.pick(['${BASE}', `s${i - 1}`]) : IMAGE
  const lines = Array.from({ length: 1 + random.integer(2) }, () => lineFrom(random, i, named))
  return `FROM ${base} AS s${i}\nARG APP=one\n${lines.join('')}`
}

function lineFrom(random: Random, i: number, named: Files): string {
  const path = random.pick([
    'main.js',
    'lib/main.js',
    'app/${APP}/main.js',
    '${APP}/data.txt',
    'docs',
    'app/one/data.txt',
  ])
  if (random.chance(0.25)) return `RUN --mount=type=bind,source=${path},target=/m true\n`
  if ('lib' in named && random.chance(0.5)) return `COPY --from=lib ${random.pick(NAMES)} /l/\n`
  if ('s0' in named && i > 0 && random.chance(0.3)) return `COPY --from=s0 ${random.pick(NAMES)} /l/\n`
  return `COPY ${path} /w/\n`
}

/** Whether BuildKit stops since it does not find a path. */
async function stops({ files, text, args }: Case): Promise<boolean> {
  const folder = folderWith({ ...files, Dockerfile: text })
  const [context, ...options] = [...args].reverse()
  const inFolder = options.reverse().map(word => word.replace(/=\.\//, `=${folder}/`))
  try {
    await docker('build', '--quiet', '--file', join(folder, 'Dockerfile'), ...inFolder, join(folder, context ?? ''))
    return false
  } catch (error) {
    if (!/"[^"]*": not found|lstat .*: no such file/.test(String(error))) throw error
    return true
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('of builds with arguments, targets and other contexts those stop that lack something, and no others', async () => {
  const cases = Array.from({ length: COUNT }, (_, seed) => caseFrom(seed))
  const differences: object[] = []
  let stopped = 0
  for (const one of cases) {
    const { findings } = checked(one.text, [missingCopySource], { ...one.files, 'compose.yml': one.compose })
    const isStopped = await stops(one)
    if (isStopped) stopped++
    if (isStopped !== findings.length > 0)
      differences.push({ ...one, isStopped, said: findings.map(({ message }) => message) })
  }
  process.stderr.write(`${cases.length} builds, ${stopped} lack something, ${differences.length} differ\n`)
  expect(differences).toEqual([])
  expect(stopped).toBeGreaterThan(COUNT / 5)
  expect(stopped).toBeLessThan(COUNT)
})
