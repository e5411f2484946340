import { expect, test } from '@jest/globals'
import { knownBuildsOf, knownRootsOf } from '../../../src/build/builds/known-builds.js'
import { buildsOf, repositoryOf } from './repositories.js'

const CI = '.github/workflows/ci.yml'

/** A workflow whose job `image` has these steps behind its checkout. */
const workflow = (...steps: readonly string[]) =>
  `jobs:\n  image:\n    steps:\n      - uses: actions/checkout@v4\n${steps.map(step => `      - ${step}\n`).join('')}`

const build = (inputs: string) => `{ uses: docker/build-push-action@v6, with: { ${inputs} } }`

test('what a workflow builds, bare or not', () => {
  const text = workflow(build('context: web'), '{ run: make }', build('context: web, target: dev, build-args: A=1'))
  const repository = repositoryOf({ [CI]: text }, 'web/Dockerfile')
  expect(buildsOf('web/Dockerfile', repository)).toEqual([`${CI} image: web -`, `*${CI} image: web dev`])
  expect(knownBuildsOf('web/Dockerfile', repository)[1]).toMatchObject({
    origin: 'workflow',
    args: new Map([['A', '1']]),
  })
  expect(knownRootsOf(repository, 'web/Dockerfile')).toEqual(['web'])
})

test('what has no Dockerfile in the repository is left out', () => {
  expect(buildsOf('Dockerfile', repositoryOf({ [CI]: workflow(build('context: web')) }, 'Dockerfile'))).toEqual([])
})

test('podman takes what it finds first', () => {
  const texts = { [CI]: workflow('{ run: podman build web }') }
  expect(buildsOf('web/Dockerfile', repositoryOf(texts, 'web/Dockerfile'))).toHaveLength(1)
  expect(buildsOf('web/Dockerfile', repositoryOf(texts, 'web/Dockerfile', 'web/Containerfile'))).toEqual([])
})

test('files in other places are no workflows', () => {
  const texts = { 'docs/ci.yml': workflow(build('context: .')) }
  expect(buildsOf('Dockerfile', repositoryOf(texts, 'Dockerfile'))).toEqual([])
})

test('a workflow and a Compose file that differ: both folders are known', () => {
  const texts = {
    [CI]: workflow(build('context: ., file: web/Dockerfile')),
    'compose.yml': 'services: { web: { build: web } }\n',
  }
  const repository = repositoryOf(texts, 'web/Dockerfile')
  expect(buildsOf('web/Dockerfile', repository)).toEqual(['compose.yml web: web -', `${CI} image: . -`])
  expect(knownRootsOf(repository, 'web/Dockerfile')).toEqual(['web', ''])
})

test('what several workflows call is built once, where they say nothing of it', () => {
  const image = '.github/workflows/image.yml'
  const calls = (context: string) => `on: push\njobs: { a: { uses: ./${image}, with: { context: ${context} } } }\n`
  const called = (context: string) =>
    `on: { workflow_call: { inputs: { context: { type: string } } } }\n${workflow(build(`context: ${context}`))}`
  const texts = { [CI]: calls('web'), '.github/workflows/other.yml': calls('web') }
  const own = repositoryOf({ ...texts, [image]: called('web') }, 'web/Dockerfile')
  expect(buildsOf('web/Dockerfile', own)).toEqual([`${image} image: web -`])
  const given = repositoryOf({ ...texts, [image]: called('"${{ inputs.context }}"') }, 'web/Dockerfile')
  expect(buildsOf('web/Dockerfile', given)).toEqual([`${CI} a: web -`, '.github/workflows/other.yml a: web -'])
})

test('actions of the repository', () => {
  const action = `runs: { using: composite, steps: [${build('context: web')}] }`
  const texts = { [CI]: workflow('{ uses: ./.github/actions/image }'), '.github/actions/image/action.yml': action }
  expect(buildsOf('web/Dockerfile', repositoryOf(texts, 'web/Dockerfile'))).toEqual([`${CI} image: web -`])
})
