import { posix } from 'node:path'
import { describeBuild } from '../build/builds/known-build.js'
import { type Lack, lacksOf } from '../build/lacks.js'
import { type MissingSources, missingSources, type Source } from '../build/missing-sources.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { defineRule, type Problem } from './rule.js'

const COMPOSE = (context: string) =>
  `services:\n  web:\n    build:\n      context: ${context}\n      dockerfile: ${posix.join(posix.relative(context, '.'), 'Dockerfile')}\n`

const WORKFLOW = (...steps: readonly string[]) => {
  const build = '{ uses: docker/build-push-action@v6, with: { context: . } }'
  const lines = ['{ uses: actions/checkout@v4 }', ...steps, build].map(step => `      - ${step}\n`)
  return `jobs:\n  image:\n    steps:\n${lines.join('')}`
}

export const missingCopySource = defineRule({
  id: 'missing-copy-source',
  aliases: [],
  title: 'Copy what the build context has',
  category: 'correctness',
  severity: 'error',
  why: `A Compose file, a Bake file or a GitHub workflow says with which context it builds a Dockerfile, and a path that is not in it
stops the build. No linter that reads one file alone can see that. Over the history of one public repository with some forty services, 132 of 215 commits that touch Docker files
have at least one service whose COPY source is not in its context.

A workflow counts only if no step in front of the build can have made a file. What git ignores, a submodule holds, a link leads to or a build makes (\`dist\`, \`target\`, \`*.jar\`, keys) may be there all the same, and is
left alone.`,
  fixable: 'sometimes',
  fixSafety:
    'The path in the fix exists. Where something else builds the Dockerfile with another context, that build is another matter.',
  examples: [
    {
      before: 'FROM python:3.13\nCOPY web/requirements.txt /srv/\nCOPY web/src /srv/src\n',
      after: 'FROM python:3.13\nCOPY web/requirements.txt /srv/\nCOPY web/src /srv/src\n',
      files: { 'compose.yml': COMPOSE('./web'), 'web/requirements.txt': '', 'web/src/a.py': '' },
    },
    {
      before: 'FROM node:22\nCOPY package.jsn ./\nCOPY src ./src\n',
      after: 'FROM node:22\nCOPY package.json ./\nCOPY src ./src\n',
      files: { 'compose.yml': COMPOSE('.'), 'package.json': '{}', 'src/a.js': '' },
    },
    {
      before: 'FROM golang:1.25\nCOPY serve.go /src/\n',
      after: 'FROM golang:1.25\nCOPY server.go /src/\n',
      files: { '.github/workflows/ci.yml': WORKFLOW('{ run: "docker info" }'), 'server.go': '' },
    },
    {
      before: 'FROM python:3.13\nCOPY apps/main.py /srv/\n',
      after: 'FROM python:3.13\nCOPY apps/main.py /srv/\n',
      files: { 'docker-bake.hcl': 'target "app" {\n  context = "."\n}\n', 'app/main.py': '' },
    },
  ],
  silent: [
    {
      why: 'it is there',
      text: 'FROM node:22\nCOPY package.json ./\n',
      files: { 'compose.yml': COMPOSE('.'), 'package.json': '{}' },
    },
    {
      why: 'nobody says with which context it is built',
      text: 'FROM node:22\nCOPY package.json ./\n',
      files: { 'src/a.js': '' },
    },
    {
      why: 'git ignores it: it is made before',
      text: 'FROM nginx:1.29\nCOPY generated /usr/share/nginx/html\n',
      files: { 'compose.yml': COMPOSE('.'), '.gitignore': 'generated/\n' },
    },
    {
      why: 'git ignores all that may be in it',
      text: 'FROM postgres:17\nCOPY db/dumps /docker-entrypoint-initdb.d/\n',
      files: { 'compose.yml': COMPOSE('.'), '.gitignore': '*.sql\n' },
    },
    {
      why: 'it is what a build makes, or nobody would give to git',
      text: 'FROM eclipse-temurin:21\nCOPY target/app.jar /app.jar\nCOPY certs/ca.key .env /srv/\n',
      files: { 'compose.yml': COMPOSE('.') },
    },
    {
      why: 'a submodule holds it',
      text: 'FROM nginx:1.29\nCOPY theme/css /usr/share/nginx/html\n',
      files: {
        'compose.yml': COMPOSE('.'),
        '.gitmodules': '[submodule "theme"]\n\tpath = theme\n\turl = https://example.org/theme.git\n',
      },
    },
    {
      why: 'a part of the way is a link',
      text: 'FROM nginx:1.29\nCOPY shared/css /usr/share/nginx/html\n',
      files: { 'compose.yml': COMPOSE('.'), shared: '../shared' },
    },
    {
      why: 'the stage that copies it is not built',
      text: 'FROM node:22 AS app\nCOPY src ./src\nFROM app AS tests\nCOPY tests ./tests\n',
      files: { 'compose.yml': 'services:\n  web:\n    build:\n      context: .\n      target: app\n', 'src/a.js': '' },
    },
    {
      why: 'only a variable knows the context',
      text: 'FROM node:22\nCOPY package.json ./\n',
      files: { 'compose.yml': 'services:\n  web:\n    build: $WEB\n', 'src/a.js': '' },
    },
    {
      why: 'a step in front of the build makes it',
      text: 'FROM nginx:1.29\nCOPY site /usr/share/nginx/html\n',
      files: { '.github/workflows/ci.yml': WORKFLOW('{ run: make site }'), 'src/a.md': '' },
    },
    {
      why: 'only a function knows the context',
      text: 'FROM node:22\nCOPY package.json ./\n',
      files: { 'docker-bake.hcl': 'target "app" {\n  context = lower(".")\n}\n', 'src/a.js': '' },
    },
    {
      why: 'a pattern may match nothing',
      text: 'FROM node:22\nCOPY package*.json ./\n',
      files: { 'compose.yml': COMPOSE('.') },
    },
  ],
  references: [
    'https://docs.docker.com/build/concepts/context/',
    'https://docs.docker.com/reference/compose-file/build/',
    'https://docs.docker.com/build/bake/reference/',
    'https://github.com/docker/build-push-action#inputs',
  ],
  *check(build) {
    const groups = missingSources(build)
    for (const group of groups) if (group.fitting !== undefined) yield whole(group, group.fitting)
    for (const same of lacksOf(build, groups)) yield lack(same)
  },
})

function lack(same: readonly [Lack, ...Lack[]]): Problem {
  const [{ missing, path }] = same
  const [{ word }] = missing
  const problem = { range: word.range, message: lacks(same) }
  if (path === undefined) return problem
  return { ...problem, fix: () => rewritten(missing, () => path, `\`${path}\``) }
}

/** Path and context do not fit each other at all: said once. */
function whole(group: MissingSources, fitting: string): Problem {
  const { missing, root, sources } = group
  const [first, ...others] = missing
  const more = others.length === 0 ? '' : ` and ${others.length} more ${others.length === 1 ? 'path' : 'paths'}`
  const isInside = root === '' || fitting.startsWith(`${root}/`)
  const moved = (path: string) => posix.join(posix.relative(`/${root}`, `/${fitting}`), path)
  return {
    range: first.word.range,
    message: `${said(group)} There, \`${first.word.text}\`${more} cannot be found; all that is copied is in ${folder(fitting)}.`,
    fix: () => (isInside ? rewritten(sources, source => moved(source.path), `below \`${moved('')}\``) : undefined),
  }
}

function lacks(same: readonly [Lack, ...Lack[]]): string {
  const [{ group, missing }, ...others] = same
  const [first = '', ...rest] = [...new Set(missing.map(({ path }) => `\`${path}\``))]
  const more = rest.length > 1 ? `${rest.length} more` : rest[0]
  const paths = `${first}${more === undefined ? '' : ` and ${more}`}`
  const [second, ...third] = others
  if (second === undefined) return `${said(group)} It lacks ${paths}, and the build stops here.`
  const also = `\`${second.group.builds[0].path}\` with ${folder(second.group.root)}`
  const all = third.length === 0 ? 'Both lack' : 'They all lack'
  const beyond = third.length === 0 ? '' : ` (and ${third.length} more)`
  return `${said(group).slice(0, -1)}, and ${also}${beyond}. ${all} ${paths}, and the build stops here.`
}

/** `compose.yml` builds this as `web`, with `services/web` for its context. */
function said({ builds, root }: MissingSources): string {
  const [first, ...others] = builds
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return `${describeBuild(first)}${more} with ${folder(root)} for its context.`
}

function folder(path: string): string {
  return path === '' ? "the repository's root" : `\`${path}\``
}

function rewritten(sources: readonly Source[], to: (source: Source) => string, title: string): Fix | undefined {
  const edits: Edit[] = []
  for (const source of sources) {
    const { step, word } = source
    const path = to(source) + (word.text.endsWith('/') && word.text !== './' ? '/' : '')
    if (!word.contiguous || /\s/.test(path)) return undefined
    edits.push({ ...word.range, text: step.instruction.json === undefined ? path : JSON.stringify(path) })
  }
  return { title: `Copy from ${title}`, safe: false, edits }
}
