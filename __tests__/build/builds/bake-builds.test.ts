import { describe, expect, test } from '@jest/globals'
import { knownBuildsOf } from '../../../src/build/builds/known-builds.js'
import { buildsOf, repositoryOf } from './repositories.js'

const WEB = 'target "web" {\n  context = "web"\n}\n'
const CI = '.github/workflows/ci.yml'
const workflow = (...steps: readonly string[]) =>
  `jobs:\n  image:\n    steps:\n      - uses: actions/checkout@v4\n${steps.map(step => `      - ${step}\n`).join('')}`

test('the Dockerfile is in the context', () => {
  const text = `${WEB}target "all" {\n  context = "."\n  dockerfile = "web/Dockerfile"\n  args = { A = 1 }\n}\n`
  const repository = repositoryOf({ 'docker-bake.hcl': text }, 'web/Dockerfile')
  expect(buildsOf('web/Dockerfile', repository)).toEqual(['docker-bake.hcl web: web -', 'docker-bake.hcl all: . -'])
  expect(knownBuildsOf('web/Dockerfile', repository)[1]).toMatchObject({ origin: 'bake', args: new Map([['A', '1']]) })
})

test('files that are laid over each other', () => {
  const texts = { 'docker-bake.hcl': WEB, 'docker-bake.override.json': '{"target": {"web": {"target": "dev"}}}' }
  expect(buildsOf('web/Dockerfile', repositoryOf(texts, 'web/Dockerfile'))).toEqual(['docker-bake.hcl web: web dev'])
  expect(
    buildsOf('web/Dockerfile', repositoryOf({ 'docker-bake.hcl': WEB }, 'web/Dockerfile', 'docker-bake.json')),
  ).toEqual([])
})

test.each([
  ['an address', 'context = "https://github.com/a/b.git"'],
  ['outside', 'context = "../web"'],
  ['no Dockerfile there', 'context = "api"'],
  ['where Bake was started, whatever that is', 'context = "cwd://web"'],
])('%s: unknown', (_, line) => {
  const repository = repositoryOf({ 'docker-bake.hcl': `target "web" {\n ${line}\n}` }, 'web/Dockerfile', 'Dockerfile')
  expect([...buildsOf('web/Dockerfile', repository), ...buildsOf('Dockerfile', repository)]).toEqual([])
})

describe('a file in a folder', () => {
  const file = 'docker/docker-bake.hcl'
  const text = 'target "web" {\n  dockerfile = "docker/web.Dockerfile"\n}\n'

  test('is started from where the Dockerfile is found', () => {
    expect(buildsOf('docker/web.Dockerfile', repositoryOf({ [file]: text }, 'docker/web.Dockerfile'))).toEqual([
      `${file} web: . -`,
    ])
    expect(buildsOf('docker/web/Dockerfile', repositoryOf({ [file]: WEB }, 'docker/web/Dockerfile'))).toEqual([
      `${file} web: docker/web -`,
    ])
  })

  test('is not known to be started anywhere if there are two', () => {
    const repository = repositoryOf({ [file]: WEB }, 'docker/web/Dockerfile', 'web/Dockerfile')
    expect(['docker/web/Dockerfile', 'web/Dockerfile'].flatMap(path => buildsOf(path, repository))).toEqual([])
  })

  test('is started where a workflow says', () => {
    const texts = { [file]: WEB, [CI]: workflow('{ run: cd docker && docker buildx bake }') }
    const repository = repositoryOf(texts, 'docker/web/Dockerfile', 'web/Dockerfile')
    expect(buildsOf('docker/web/Dockerfile', repository)).toEqual([`${file} web: docker/web -`])
    expect(buildsOf('web/Dockerfile', repository)).toEqual([])
  })
})

test('files that only a workflow names, and steps in front of it that make files', () => {
  const texts = {
    'docker-bake.ci.hcl': WEB,
    [CI]: workflow('{ run: make }', '{ uses: docker/bake-action@v5, with: { files: docker-bake.ci.hcl } }'),
  }
  expect(buildsOf('web/Dockerfile', repositoryOf(texts, 'web/Dockerfile'))).toEqual(['*docker-bake.ci.hcl web: web -'])
  expect(buildsOf('web/Dockerfile', repositoryOf({ 'docker-bake.ci.hcl': WEB }, 'web/Dockerfile'))).toEqual([])
})

test('a service of the same name may say more', () => {
  const texts = {
    'docker-bake.hcl': WEB,
    'compose.yml': 'services: { web: { build: { context: web, target: dev } } }\n',
  }
  expect(buildsOf('web/Dockerfile', repositoryOf(texts, 'web/Dockerfile'))).toEqual(['compose.yml web: web dev'])
})
