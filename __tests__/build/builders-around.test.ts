import { describe, expect, test } from '@jest/globals'
import { isCloudBuildStep, oldBuilderOf } from '../../src/build/builders-around.js'
import { isAt, placeOf } from '../../src/build/path-places.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { cacheMount } from '../../src/rules/cache-mount.js'
import { copyThenChown } from '../../src/rules/copy-then-chown.js'
import { checked, type Files, repositoryOf, said } from '../rules/checking.js'

const PLAIN = 'FROM node:22\nCOPY package*.json ./\nRUN npm ci\n'

/** The file that has the Dockerfile built without BuildKit. */
function found(path: string, files: Files, text = PLAIN): string | undefined {
  return oldBuilderOf(parseDockerfile(path, text), repositoryOf(text, files, path))
}

const step = (args: string, more = '') =>
  `steps:\n- name: gcr.io/cloud-builders/docker${more.startsWith(':') ? more : ''}\n  args: ${args}\n${more.startsWith(':') ? '' : more}`
const skaffold = (artifact: string, more = '') =>
  `apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n  - image: web\n${artifact}${more}`

describe('Skaffold', () => {
  test.each([
    ['its own folder', 'Dockerfile', skaffold('')],
    ['a context', 'src/Dockerfile', skaffold('    context: src\n')],
    [
      'another name',
      'src/web.Dockerfile',
      skaffold('    context: src\n    docker:\n      dockerfile: web.Dockerfile\n'),
    ],
    ['the second document', 'b/Dockerfile', `kind: Config\n---\n${skaffold('    context: ./b/\n')}`],
    ['BuildKit switched off', 'Dockerfile', skaffold('', '  local:\n    useBuildkit: false\n')],
    ['in the cloud', 'Dockerfile', skaffold('', '  googleCloudBuild: {}\n')],
  ])('builds without BuildKit: %s', (_, path, text) => {
    expect(found(path, { 'skaffold.yaml': text })).toBe('skaffold.yaml')
  })

  test.each([
    ['another folder', 'web/Dockerfile', skaffold('    context: src\n')],
    ['BuildKit', 'Dockerfile', skaffold('', '  local:\n    useBuildkit: true\n')],
    ['the command line', 'Dockerfile', skaffold('', '  local:\n    useDockerCLI: true\n')],
    ['flags for the command line', 'Dockerfile', skaffold('    docker:\n      cliFlags: [--quiet]\n')],
    ['other platforms', 'Dockerfile', skaffold('', '  platforms: [linux/amd64, linux/arm64]\n')],
    ['Kaniko', 'Dockerfile', skaffold('    kaniko: {}\n')],
    ['in a cluster', 'Dockerfile', skaffold('', '  cluster: {}\n')],
    ['Jib', 'Dockerfile', skaffold('    jib: {}\n')],
    ['no YAML', 'Dockerfile', 'build: [\n'],
    ['something else', 'Dockerfile', 'build: all\n'],
    ['nothing', 'Dockerfile', ''],
  ])('has another builder, or another file: %s', (_, path, text) => {
    expect(found(path, { 'skaffold.yaml': text })).toBeUndefined()
  })
})

describe('Cloud Build', () => {
  test.each([
    ['the folder', 'Dockerfile', step('[build, -t, a, .]')],
    ['another file', 'web.Dockerfile', step("['build', '--tag=a', '--file=web.Dockerfile', '.']")],
    ['from the root', 'ops/Dockerfile', step("[build, '-f', 'ops/Dockerfile', .]")],
    ['a folder of its own', 'ops/Dockerfile', step('[build, .]', '  dir: ops\n')],
    ['a variable', 'a/b/Dockerfile', step("[build, -t, a, 'a/$_NAME']")],
    ['a folder in a variable', 'Dockerfile', step('[build, .]', '  dir: "${_DIR}"\n')],
    ['a script', 'Dockerfile', step('\n  - -c\n  - |\n    docker pull a || true\n    docker build -t a \\\n      .')],
    ['the context first', 'ops/Dockerfile', step('[build, ops, -t, a]')],
    ['a blank in an argument', 'Dockerfile', step("[build, --label, 'a=b c', --no-cache, .]")],
    ['a number', 'Dockerfile', step('[build, --cpu-period, 100, .]')],
    ['quotes in a script', 'a/Dockerfile', step('[-c, \'docker build -f "a/Dockerfile" .\']')],
    [
      'a script of its own',
      'Dockerfile',
      'steps:\n- name: gcr.io/cloud-builders/docker\n  script: docker build -t a .\n',
    ],
    ['an old Docker', 'Dockerfile', step('[build, .]', ':19.03.15')],
    ['BuildKit switched off', 'Dockerfile', step('[build, .]', '  env: [DOCKER_BUILDKIT=0]\n')],
  ])('builds without BuildKit: %s', (_, path, text) => {
    expect(found(path, { 'cloudbuild.yaml': text })).toBe('cloudbuild.yaml')
  })

  test.each([
    ['another file', 'Dockerfile', step('[build, -f, web.Dockerfile, .]')],
    ['BuildKit', 'Dockerfile', step('[build, .]', '  env: [DOCKER_BUILDKIT=1]\n')],
    ['BuildKit for all steps', 'Dockerfile', step('[build, .]', 'options:\n  env: [DOCKER_BUILDKIT=1]\n')],
    ['BuildKit in a script', 'Dockerfile', step("[-c, 'DOCKER_BUILDKIT=1 docker build .']", '  entrypoint: bash\n')],
    ['buildx', 'Dockerfile', step('[buildx, build, .]')],
    ['a new Docker', 'Dockerfile', step('[build, .]', ':24.0.9')],
    ['another image', 'Dockerfile', 'steps:\n- name: docker\n  args: [build, .]\n'],
    ['no build', 'Dockerfile', step('[push, a]')],
  ])('has another builder, or another file: %s', (_, path, text) => {
    expect(found(path, { 'cloudbuild.yaml': text })).toBeUndefined()
  })

  test.each([
    ['a tag that the image is used by', '$PROJECT_ID/app:1', true],
    ['written otherwise', '${PROJECT_ID}/app', true],
    ['another image', '$PROJECT_ID/app2', false],
  ])('runs a step in the image: %s', (_, name, expected) => {
    const text = `${step("[build, '--tag=gcr.io/$PROJECT_ID/app:latest', .]")}- name: gcr.io/${name}\n`
    expect(
      isCloudBuildStep(parseDockerfile('Dockerfile', PLAIN), repositoryOf(PLAIN, { 'cloudbuild.yaml': text })),
    ).toBe(expected)
  })
})

describe('GitLab', () => {
  const pipeline = (image: string, more = '') => `image: ${image}\n${more}build:\n  script:\n  - docker build .\n`
  test.each([
    ['an old Docker', pipeline('docker:18-git'), '.gitlab-ci.yml'],
    ['another', pipeline('"docker:20.10.16"'), '.gitlab-ci.yml'],
    ['a new one', pipeline('docker:24'), undefined],
    ['BuildKit off', pipeline('docker:20', 'variables:\n  DOCKER_BUILDKIT: "0"\n'), '.gitlab-ci.yml'],
    ['BuildKit', pipeline('docker:20', 'variables:\n  DOCKER_BUILDKIT: 1\n'), undefined],
    ['something else', 'image: docker:18\nbuild:\n  script: [docker pull a]\n', undefined],
  ])('%s', (_, text, expected) => {
    expect(found('a/web.Dockerfile', { '.gitlab-ci.yml': text })).toBe(expected)
  })
})

test.each([
  ['a mount', 'FROM a:1\nRUN --mount=type=cache,target=/c a\n'],
  ['a mode', 'FROM a:1\nCOPY --chmod=755 a /a\n'],
  ['a heredoc', 'FROM a:1\nRUN <<EOF\na\nEOF\n'],
  ['a frontend', '# syntax=docker/dockerfile:1\nFROM a:1\n'],
  ['the platform that builds', 'FROM --platform=$BUILDPLATFORM a:1\n'],
])('a Dockerfile that needs BuildKit gets it: %s', (_, text) => {
  expect(found('Dockerfile', { 'skaffold.yaml': skaffold('') }, text)).toBeUndefined()
})

test.each([
  'RUN tar xf a.tgz --exclude=b',
  'RUN rsync -a --link-dest x y && npm install --network x',
  '# later: RUN --mount=type=cache,target=/c a',
  'COPY --chown=node a /a',
])('what looks like BuildKit and is not: %s', line => {
  expect(found('Dockerfile', { 'skaffold.yaml': skaffold('') }, `FROM node:22\n${line}\nRUN a\n`)).toBe('skaffold.yaml')
})

test.each([
  ['many variables', `${'${A}/'.repeat(60_000)}z`],
  ['braces that do not end', '{{'.repeat(30_000)],
  ['many colons', `${':'.repeat(100_000)}/`],
])('a file that nobody wrote takes no time: %s', (_, text) => {
  const start = performance.now()
  for (const file of [skaffold(`    docker:\n      dockerfile: "${text}"\n`), skaffold('').replace('web', `"${text}"`)])
    found('Dockerfile', { 'skaffold.yaml': file })
  expect(performance.now() - start).toBeLessThan(1_000)
})

test.each([
  ['a/${X}/c/Dockerfile', 'a/b/c/Dockerfile', true],
  ['a/${X}/c/Dockerfile', 'a/c/Dockerfile', true],
  ['a/${X}/c/Dockerfile', 'a/b/Dockerfile', false],
  ['a-${X}.Dockerfile', 'a-1.Dockerfile', true],
  ['a-${X}.Dockerfile', 'b-1.Dockerfile', false],
  ['${X}${Y}/Dockerfile', 'Dockerfile', true],
  ['${X}/a/${Y}', 'b/a/c/Dockerfile', true],
  ['Dockerfile', 'a/Dockerfile', false],
])('%s may be %s: %s', (written, path, expected) => {
  expect(isAt(placeOf(written) ?? [], path)).toBe(expected)
})

test('no fix asks the old builder for what it does not know', () => {
  const files = { 'skaffold.yaml': skaffold(''), 'package.json': '{}', 'run.sh': '' }
  expect(said(PLAIN, [cacheMount], { 'package.json': '{}' })).toHaveLength(1)
  expect(said(PLAIN, [cacheMount], files)).toEqual([])
  const text = 'FROM debian:12\nCOPY run.sh /\nRUN chmod 755 /run.sh\n'
  const [finding] = checked(text, [copyThenChown], files).findings
  expect(finding?.withheld).toBe('it needs BuildKit, and skaffold.yaml builds without it')
  expect(checked(text, [copyThenChown], { 'run.sh': '' }).findings[0]?.fix).toBeDefined()
})

test('Railway takes no mount without the name of its service', () => {
  const files = { 'package.json': '{}', 'a/railway.json': '{}', 'a/package.json': '{}' }
  const count = (path: string) => checked(PLAIN, [cacheMount], files, path).findings.length
  expect(['a/Dockerfile', 'a/b/Dockerfile', 'Dockerfile'].map(count)).toEqual([0, 0, 1])
})
