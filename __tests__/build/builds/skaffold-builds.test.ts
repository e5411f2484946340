import { expect, test } from '@jest/globals'
import { describeBuild } from '../../../src/build/builds/known-build.js'
import { knownBuildsOf } from '../../../src/build/builds/known-builds.js'
import { buildsOf, repositoryOf } from './repositories.js'

const skaffold = (...artifacts: readonly string[]) =>
  [
    'apiVersion: skaffold/v4beta11',
    'kind: Config',
    'build:',
    '  artifacts:',
    ...artifacts.map(one => `    - ${one}`),
  ].join('\n')

test('images, with contexts from its folder and Dockerfiles from their contexts', () => {
  const text = skaffold(
    '{ image: a }',
    '{ image: b, context: src/b, docker: { dockerfile: docker/b.Dockerfile, target: dev, buildArgs: { A: 1, B: "{{.B}}", C: null } } }',
  )
  const repository = repositoryOf({ 'x/skaffold.yaml': text }, 'x/Dockerfile', 'x/src/b/docker/b.Dockerfile')
  expect(buildsOf('x/Dockerfile', repository)).toEqual(['x/skaffold.yaml a: x -'])
  expect(buildsOf('x/src/b/docker/b.Dockerfile', repository)).toEqual(['x/skaffold.yaml b: x/src/b dev'])
  const [build] = knownBuildsOf('x/src/b/docker/b.Dockerfile', repository)
  expect(build).toMatchObject({ origin: 'skaffold', args: new Map([['A', '1']]) })
  expect(build && describeBuild(build)).toBe('`x/skaffold.yaml` builds this as `b`')
})

test('a Dockerfile that only the folder of the file holds', () => {
  const text = skaffold('{ image: a, context: web, docker: { dockerfile: docker/Dockerfile } }')
  expect(buildsOf('docker/Dockerfile', repositoryOf({ 'skaffold.yaml': text }, 'docker/Dockerfile'))).toEqual([
    'skaffold.yaml a: web -',
  ])
})

test.each([
  '{ image: a, context: "{{.A}}" }',
  '{ image: a, docker: { dockerfile: "{{.A}}" } }',
  '{ image: a, context: ../.. }',
  '{ image: a, buildpacks: { builder: b } }',
  '{ image: a, custom: { buildCommand: ./build.sh } }',
  '{ image: a, jib: {} }',
  '{ context: . }',
])('not known: %s', artifact => {
  expect(buildsOf('Dockerfile', repositoryOf({ 'skaffold.yaml': skaffold(artifact) }, 'Dockerfile'))).toEqual([])
})

test('commands around it may make files', () => {
  const text = skaffold('{ image: a, hooks: { before: [{ command: [make] }] } }')
  expect(buildsOf('Dockerfile', repositoryOf({ 'skaffold.yaml': text }, 'Dockerfile'))).toEqual([
    '*skaffold.yaml a: . -',
  ])
})

test('profiles are left out, and several configurations are read', () => {
  const text = `${skaffold('{ image: a }')}
profiles:
  - name: p
    build: { artifacts: [{ image: b, context: web }] }
---
${skaffold('{ image: c, context: api }')}`
  const repository = repositoryOf({ 'skaffold.yaml': text }, 'Dockerfile', 'web/Dockerfile', 'api/Dockerfile')
  const found = ['Dockerfile', 'web/Dockerfile', 'api/Dockerfile'].map(path => buildsOf(path, repository).length)
  expect(found).toEqual([1, 0, 1])
})
