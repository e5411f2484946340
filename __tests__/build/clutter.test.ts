import { expect, test } from '@jest/globals'
import { modelBuild } from '../../src/build/build.js'
import { clutteredCopies } from '../../src/build/clutter/clutter.js'
import { ignoreFileFor } from '../../src/build/clutter/ignore-lines.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { type Files, repositoryOf } from '../rules/checking.js'

const NODE = 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n'
const PROJECT: Files = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'a.js': '',
  '.gitignore': 'node_modules\n.env\n*.pyc\n',
}

function buildOf(text: string, files: Files) {
  return modelBuild(parseDockerfile('Dockerfile', text), repositoryOf(text, files))
}

function taken(text: string, files: Files): readonly string[] {
  return clutteredCopies(buildOf(text, files)).flatMap(({ clutter }) => clutter.map(({ path }) => path))
}

test.each<[string, string, Files, readonly string[]]>([
  ['what the image installs by itself, and the history', NODE, PROJECT, ['.git', 'node_modules']],
  [
    'settings for which there is a template',
    NODE,
    { ...PROJECT, '.env.example': '' },
    ['.git', 'node_modules', '.env'],
  ],
  [
    'not in a stage that is left behind',
    `${NODE}FROM nginx:1.29\nCOPY --from=0 /app /srv\n`,
    { ...PROJECT, '.env.example': '' },
    ['.git', 'node_modules'],
  ],
  [
    'a project of its own below',
    NODE,
    { ...PROJECT, 'web/package.json': '{}', 'web/yarn.lock': '' },
    ['.git', 'node_modules', 'web/node_modules'],
  ],
  ['a member of the project below', NODE, { ...PROJECT, 'web/package.json': '{}' }, ['.git', 'node_modules']],
  [
    'a folder that is copied whole',
    'FROM node:22\nCOPY web /srv\nRUN npm ci --prefix /srv\n',
    { 'web/package.json': '{}', 'web/a.js': '', '.gitignore': 'node_modules\n' },
    ['web/node_modules'],
  ],
  ['a build may read the history', `${NODE}RUN npm run build\n`, PROJECT, ['node_modules']],
  [
    'a manifest speaks of git',
    NODE,
    { ...PROJECT, 'package.json': '{"scripts":{"prepare":"husky"}}' },
    ['node_modules'],
  ],
  ['the ignore file keeps it out', NODE, { ...PROJECT, '.dockerignore': '**/node_modules\n.git\n' }, []],
  ['nobody knows what git ignores', NODE, { 'package.json': '{}', 'a.js': '' }, []],
  ['only some files of the folder are taken', 'FROM node:22\nCOPY *.js ./\nRUN npm ci\n', PROJECT, []],
  ['flags leave some out', NODE.replace('COPY . .', 'COPY --exclude=node_modules . .'), PROJECT, []],
])('%s', (_, text, files, expected) => {
  expect(taken(text, files)).toEqual(expected)
})

function offered(text: string, files: Files) {
  const build = buildOf(text, files)
  return ignoreFileFor(build)
}

test('a new ignore file names what is taken in, and what tools leave behind that git ignores, too', () => {
  expect(offered(NODE, PROJECT)).toEqual({
    path: '.dockerignore',
    before: undefined,
    after: '.git\n**/node_modules\n**/*.py[cod]\n',
    added: 3,
  })
})

test('one that is there gets the lines that it lacks, behind all others', () => {
  const files = { ...PROJECT, '.dockerignore': '# ours\n.git' }
  expect(offered(NODE, files)).toMatchObject({
    before: '# ours\n.git',
    after: '# ours\n.git\n**/node_modules\n',
    added: 1,
  })
})

test.each<[string, Files]>([
  [
    'another Dockerfile copies what would be kept out',
    { ...PROJECT, 'b/Dockerfile': 'FROM a\nCOPY node_modules/x /x\n' },
  ],
  ['git tracks a folder of the name', { ...PROJECT, 'lib/node_modules/x.js': '' }],
  [
    'another one has it in a variable',
    { ...PROJECT, 'b/Dockerfile': 'FROM a\nARG X=node_modules/*.js\nCOPY ${X} /x\n' },
  ],
  ['only the build knows what another one copies', { ...PROJECT, 'b/Dockerfile': 'FROM a\nARG X\nCOPY ${X} /x\n' }],
  [
    'another one mounts it',
    { ...PROJECT, 'b/Dockerfile': 'FROM a\nRUN --mount=type=bind,source=node_modules,target=/n ls\n' },
  ],
  [
    'a Dockerfile of another name copies it',
    {
      ...PROJECT,
      'x.docker': 'FROM a\nCOPY node_modules /x\n',
      'compose.yml': 'services: { a: { build: { context: ., dockerfile: x.docker } } }\n',
    },
  ],
])('there is none where %s', (_, files) => {
  expect(offered(NODE, files)).toBeUndefined()
})

test('there is none where another Dockerfile was not read', () => {
  const known = repositoryOf(NODE, PROJECT)
  const repository = { ...known, files: new Map([...known.files, ['b/Dockerfile', 1]]) }
  const build = modelBuild(parseDockerfile('Dockerfile', NODE), repository)
  expect(ignoreFileFor(build)).toBeUndefined()
})

const FETCHED = `on: push
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with:
          push: true
`

test.each<[string, Files, readonly string[]]>([
  ['leaves the history behind', { '.github/workflows/a.yml': FETCHED }, ['node_modules']],
  [
    'is told to keep it',
    { '.github/workflows/a.yml': `${FETCHED}          build-args: BUILDKIT_CONTEXT_KEEP_GIT_DIR=1\n` },
    ['.git', 'node_modules'],
  ],
  [
    'is not the only one who builds',
    { '.github/workflows/a.yml': FETCHED, 'compose.yml': 'services:\n  a:\n    build: .\n' },
    ['.git', 'node_modules'],
  ],
  [
    'gets the workspace',
    { '.github/workflows/a.yml': FETCHED.replace('push: true', 'context: .') },
    ['.git', 'node_modules'],
  ],
])('a builder that fetches the repository %s', (_, files, expected) => {
  expect(taken(NODE, { ...PROJECT, ...files })).toEqual(expected)
})
