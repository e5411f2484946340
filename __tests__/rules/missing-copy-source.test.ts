import { describe, expect, test } from '@jest/globals'
import { applyEdits } from '../../src/fixes/edits.js'
import { missingCopySource } from '../../src/rules/missing-copy-source.js'
import { checked, type Files } from './checking.js'

function look(path: string, text: string, files: Files) {
  const { findings } = checked(text, [missingCopySource], files, path)
  const edits = findings.flatMap(({ fix }) => fix?.edits ?? [])
  return { said: findings.map(({ message }) => message), fixed: applyEdits(text, edits) }
}

const service = (context: string, dockerfile: string, more = '') =>
  `services:\n  web:\n    build:\n      context: ${context}\n      dockerfile: ${dockerfile}\n${more}`

test('a context above the Dockerfile: every path is written anew, what is copied whole, too', () => {
  const { said, fixed } = look(
    'services/web/Dockerfile',
    'FROM python:3.13\nCOPY requirements.txt ./\nCOPY ["src/", "/srv/src/"]\nCOPY . .\nCOPY --from=x /a /b\n',
    {
      'compose.yml': service('.', 'services/web/Dockerfile'),
      'services/web/requirements.txt': '',
      'services/web/src/a.py': '',
    },
  )
  expect(said).toEqual([
    "`compose.yml` builds this as `web` with the repository's root for its context. There, `requirements.txt` and 1 more path cannot be found; all that is copied is in `services/web`.",
  ])
  expect(fixed).toBe(
    'FROM python:3.13\nCOPY services/web/requirements.txt ./\nCOPY ["services/web/src/", "/srv/src/"]\nCOPY services/web .\nCOPY --from=x /a /b\n',
  )
})

test('a context that is too small has no fix in the Dockerfile', () => {
  const text = 'FROM python:3.13\nCOPY shared/ /srv/shared/\nCOPY services/web/src /srv/src\n'
  const { said, fixed } = look('services/web/Dockerfile', text, {
    'compose.yml': service('./services/web', 'Dockerfile'),
    'shared/a.py': '',
    'services/web/src/a.py': '',
  })
  expect(said).toEqual([
    "`compose.yml` builds this as `web` with `services/web` for its context. There, `shared/` and 1 more path cannot be found; all that is copied is in the repository's root.",
  ])
  expect(fixed).toBe(text)
})

test('a folder that has moved is found by its name, and what else is missing is listed once', () => {
  const { said, fixed } = look(
    'apps/services/orders/Dockerfile',
    'FROM node:22\nCOPY package.json ./\nCOPY apps/orders/package.json ./orders/\nCOPY apps/orders ./orders\nCOPY libs/a libs/b libs/c ./libs/\n',
    {
      'compose.yml': service('.', 'apps/services/orders/Dockerfile'),
      'package.json': '{}',
      'apps/services/orders/package.json': '{}',
    },
  )
  expect(said).toEqual([
    "`compose.yml` builds this as `web` with the repository's root for its context. It lacks `apps/orders/package.json`, and the build stops here.",
    "`compose.yml` builds this as `web` with the repository's root for its context. It lacks `apps/orders`, and the build stops here.",
    "`compose.yml` builds this as `web` with the repository's root for its context. It lacks `libs/a` and 2 more, and the build stops here.",
  ])
  expect(fixed).toContain('COPY apps/services/orders/package.json ./orders/\nCOPY apps/services/orders ./orders\n')
})

test('two contexts: a path that suits one of them is told of for the other, and not changed', () => {
  const text = 'FROM node:22\nCOPY src ./src\n'
  const { said, fixed } = look('web/Dockerfile', text, {
    'compose.yml': service('.', 'web/Dockerfile'),
    'docker-compose.dev.yml': service('./web', 'Dockerfile'),
    'web/src/a.js': '',
  })
  expect(said).toEqual([
    "`compose.yml` builds this as `web` with the repository's root for its context. There, `src` cannot be found; all that is copied is in `web`.",
  ])
  expect(fixed).toBe(text)
})

test('two contexts that lack the same are told of together', () => {
  const files = (...folders: readonly string[]): Files => ({
    ...Object.fromEntries(folders.map(folder => [`${folder}/compose.yml`, service('.', '../Dockerfile')])),
    ...Object.fromEntries(folders.map(folder => [`${folder}/a.js`, ''])),
  })
  const text = 'FROM node:22\nCOPY gone ./\nCOPY a.js ./\n'
  expect(look('Dockerfile', text, files('one', 'two')).said).toEqual([
    '`one/compose.yml` builds this as `web` with `one` for its context, and `two/compose.yml` with `two`. Both lack `gone`, and the build stops here.',
  ])
  expect(look('Dockerfile', text, files('one', 'two', 'three')).said[0]).toContain(
    ' (and 1 more). They all lack `gone`',
  )
})

test('only the stages that the service needs are looked at', () => {
  const text =
    'FROM node:22 AS deps\nCOPY gone ./\nFROM node:22 AS app\nCOPY --from=deps /a /a\nFROM node:22 AS docs\nCOPY docs ./\n'
  const files = (target: string) => ({
    'compose.yml': service('.', 'Dockerfile', `      target: ${target}\n`),
    'a.js': '',
  })
  expect(look('Dockerfile', text, files('app')).said).toHaveLength(1)
  expect(look('Dockerfile', text, files('app')).said[0]).toContain('`gone`')
  expect(look('Dockerfile', text, files('docs')).said[0]).toContain('`docs`')
})

test('a stage that another context takes the place of is not built', () => {
  const text = 'FROM node:22 AS app\nCOPY gone ./\nFROM app\nCOPY a.js ./\n'
  const more = '      additional_contexts:\n        app: docker-image://example.org/app\n'
  expect(look('Dockerfile', text, { 'compose.yml': service('.', 'Dockerfile', more), 'a.js': '' }).said).toEqual([])
})

const CI = '.github/workflows/ci.yml'
const workflow = (...steps: readonly string[]) =>
  `jobs:\n  image:\n    steps:\n      - uses: actions/checkout@v4\n${steps.map(step => `      - ${step}\n`).join('')}`
const IMAGE = '{ uses: docker/build-push-action@v6, with: { context: ., file: web/Dockerfile } }'

test('contexts that lack the same are told of together', () => {
  const text = 'FROM node:22\nCOPY gone ./\n'
  const { said } = look('web/Dockerfile', text, {
    [CI]: workflow(IMAGE),
    'compose.yml': service('./web', 'Dockerfile'),
    'docker-bake.hcl': 'target "image" {\n  dockerfile = "web/Dockerfile"\n}\n',
    'a.js': '',
  })
  expect(said).toEqual([
    "`compose.yml` builds this as `web` with `web` for its context, and `docker-bake.hcl` with the repository's root. Both lack `gone`, and the build stops here.",
  ])
  const alone = look('web/Dockerfile', text, { [CI]: workflow(IMAGE), 'a.js': '' })
  expect(alone.said).toEqual([
    "`.github/workflows/ci.yml` builds this in job `image` with the repository's root for its context. It lacks `gone`, and the build stops here.",
  ])
})

test('where workflows make files first, whoever builds by hand makes them, too', () => {
  const text = 'FROM node:22\nCOPY gone ./\n'
  const compose = { 'compose.yml': service('.', 'web/Dockerfile'), 'a.js': '' }
  const of = (files: Files) => look('web/Dockerfile', text, { ...compose, ...files }).said
  expect(of({ [CI]: workflow('{ run: make gone }', IMAGE) })).toEqual([])
  expect(of({ [CI]: workflow('{ run: make gone }', '{ run: docker build web }') })).toHaveLength(1)
  expect(of({ [CI]: workflow(IMAGE, '{ run: make gone }', IMAGE) })).toHaveLength(1)
})

test('hundreds of names with a slip in a large repository take no time', () => {
  const names = Array.from({ length: 300 }, (_, i) => `file${String.fromCharCode(97 + (i % 26))}${i}name`)
  const others = Array.from({ length: 20_000 }, (_, i) => [`lib/${i % 100}/other${i}.js`, ''])
  const files = Object.fromEntries([...names.map(name => [`${name}.js`, '']), ...others])
  const text = `FROM node:22\n${names.map(name => `COPY ${name}.j /x/\n`).join('')}`
  // Of the processor, so that what else the machine does is not counted.
  const start = process.cpuUsage().user
  const { said } = look('Dockerfile', text, { 'compose.yml': service('.', 'Dockerfile'), ...files })
  expect(said).toHaveLength(300)
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(10_000)
})

describe('arguments', () => {
  const APPS = 'FROM node:22\nARG APP=web\nCOPY apps/${APP}/package.json ./\n'
  const built = (...names: readonly string[]) =>
    `services:\n${names.map(name => `  ${name}:\n    build: { context: ., args: { APP: ${name} } }\n`).join('')}`

  test('each build has its own, and the path that it lacks is named', () => {
    const { said, fixed } = look('Dockerfile', APPS, {
      'compose.yml': built('web', 'api'),
      'apps/web/package.json': '{}',
    })
    expect(said).toEqual([
      "`compose.yml` builds this as `api` with the repository's root for its context. It lacks `apps/api/package.json`, and the build stops here.",
    ])
    expect(fixed).toBe(APPS)
  })

  test('many that lack theirs are told of once', () => {
    const files = { 'compose.yml': built('web', 'api', 'jobs'), 'apps/web/package.json': '{}' }
    expect(look('Dockerfile', APPS, files).said).toEqual([
      "`compose.yml` builds this as `api` with the repository's root for its context. It lacks `apps/api/package.json`, and the build stops here; other builds give other arguments and lack theirs.",
    ])
  })

  test('without one the default holds', () => {
    const files = (path: string) => ({ 'compose.yml': service('.', 'Dockerfile'), [path]: '' })
    expect(look('Dockerfile', APPS, files('apps/web/package.json')).said).toEqual([])
    expect(look('Dockerfile', APPS, files('apps/api/package.json')).said).toHaveLength(1)
  })

  test.each([
    ['only the environment knows the value', 'args: [APP]'],
    ['a variable decides', 'args: { APP: $WHICH }'],
    ['a variable decides which', 'args: ["$NAME=api"]'],
  ])('silent where %s', (_, args) => {
    const compose = `services:\n  web:\n    build: { context: ., ${args} }\n`
    expect(look('Dockerfile', APPS, { 'compose.yml': compose, 'a.js': '' }).said).toEqual([])
  })

  test('an argument before the first FROM decides which stage is built', () => {
    const text = 'ARG KIND=slim\nFROM node:22 AS slim\nFROM node:22 AS full\nCOPY gone ./\nFROM ${KIND}\nCOPY a.js ./\n'
    const files = (kind: string) => ({
      'compose.yml': `services:\n  web:\n    build: { context: ., args: { KIND: ${kind} } }\n`,
      'a.js': '',
    })
    expect(look('Dockerfile', text, files('slim')).said).toEqual([])
    expect(look('Dockerfile', text, files('full')).said).toHaveLength(1)
  })
})

describe('contexts of other names', () => {
  const named = (value: string) => `      additional_contexts:\n        lib: ${value}\n`
  const TEXT = 'FROM node:22\nCOPY --from=lib a.js gone.js ./\nCOPY main.js ./\n'

  test('what is copied from one has to be there', () => {
    const files = { 'compose.yml': service('.', 'Dockerfile', named('./lib')), 'lib/a.js': '', 'main.js': '' }
    expect(look('Dockerfile', TEXT, files).said).toEqual([
      '`compose.yml` builds this as `web` with `lib` for the context `lib`. It lacks `gone.js`, and the build stops here.',
    ])
  })

  test('the usual one is looked at all the same', () => {
    const files = { 'compose.yml': service('.', 'Dockerfile', named('./lib')), 'lib/a.js': '', 'lib/gone.js': '' }
    expect(look('Dockerfile', TEXT, files).said).toEqual([
      "`compose.yml` builds this as `web` with the repository's root for its context. It lacks `main.js`, and the build stops here.",
    ])
  })

  test.each([
    ['an image', 'docker-image://node:22'],
    ['another service', 'service:other'],
    ['a repository', 'https://github.com/a/b.git'],
    ['a variable', '$LIB'],
    ['a folder outside', '../lib'],
  ])('nobody knows what is in %s', (_, value) => {
    const files = { 'compose.yml': service('.', 'Dockerfile', named(`"${value}"`)), 'main.js': '' }
    expect(look('Dockerfile', TEXT, files).said).toEqual([])
  })

  test('a stage that one takes the place of is not built, nor what it is built on', () => {
    const text =
      'FROM node:22 AS base\nCOPY gone ./\nFROM base AS lib\nCOPY gone ./\nFROM node:22\nCOPY --from=lib /a.js ./\n'
    const files = { 'compose.yml': service('.', 'Dockerfile', named('./lib')), 'lib/a.js': '' }
    expect(look('Dockerfile', text, files).said).toEqual([])
    expect(look('Dockerfile', text, { ...files, 'compose.yml': service('.', 'Dockerfile') }).said).toHaveLength(1)
  })
})

test('a bind mount takes from the context, too', () => {
  const text =
    'FROM node:22\nRUN --mount=type=bind,source=package.json,target=package.json --mount=type=bind,source=gone,target=/g npm ci\n'
  const { said, fixed } = look('Dockerfile', text, { 'compose.yml': service('.', 'Dockerfile'), 'package.json': '{}' })
  expect(said).toEqual([
    "`compose.yml` builds this as `web` with the repository's root for its context. It lacks `gone`, and the build stops here.",
  ])
  expect(fixed).toBe(text)
})

test('what is nowhere does not hide that path and context miss each other', () => {
  const text = 'FROM node:22\nCOPY web/package.json ./\nCOPY web/src ./src\nCOPY web/gone ./\n'
  const { said } = look('web/Dockerfile', text, {
    'compose.yml': service('./web', 'Dockerfile'),
    'web/package.json': '{}',
    'web/src/a.js': '',
  })
  expect(said).toEqual([
    "`compose.yml` builds this as `web` with `web` for its context. There, `web/package.json` and 1 more path cannot be found; all else that is copied is in the repository's root.",
    '`compose.yml` builds this as `web` with `web` for its context. It lacks `web/gone`, and the build stops here.',
  ])
})
