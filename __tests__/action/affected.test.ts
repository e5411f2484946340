import { expect, test } from '@jest/globals'
import { retarget } from '../github/branches.js'
import { commitFiles, switchTo } from '../github/git-repository.js'
import type { Files } from '../github/pull-request.js'
import { checkSummary, open } from './acting.js'

const NODE =
  'FROM node:22-slim\nMAINTAINER Ann Lee\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER node\nCMD ["node", "server.js"]\n'
const ENTRY =
  'FROM debian:12\nMAINTAINER Ann Lee\nCOPY docker-entrypoint.sh /\nENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["server"]\n'
const PACKAGE = { 'package.json': '{"dependencies": {"express": "5.1.0"}}', 'package-lock.json': '{}', 'server.js': '' }

const WEB =
  'FROM python:3.13-slim\nMAINTAINER Ann Lee\nCOPY shared/ /srv/shared/\nCOPY web/src /srv/src\nUSER nobody\nCMD ["python", "/srv/src/a.py"]\n'
const WEB_FILES = { 'web/Dockerfile': WEB, 'web/src/a.py': '', 'shared/b.py': '' }

const WORKFLOW = (inputs: string) =>
  `jobs:\n  image:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: docker/build-push-action@v6\n        with: { ${inputs} }\n`

const LOOKED = 'Files around an unchanged Dockerfile have changed;'

test.each<[string, Files, Files, string]>([
  [
    'an ignore file that lets the source in',
    { Dockerfile: NODE, ...PACKAGE, '.dockerignore': '*\n!package*.json\n' },
    { '.dockerignore': 'node_modules\n' },
    'source-before-dependencies',
  ],
  [
    'an entrypoint that stays root',
    { Dockerfile: ENTRY, 'docker-entrypoint.sh': '#!/bin/sh\nexec gosu app "$@"\n' },
    { 'docker-entrypoint.sh': '#!/bin/sh\nexec "$@"\n' },
    'root-user',
  ],
  [
    'a Compose file with a context that lacks what is copied',
    { ...WEB_FILES, 'compose.yml': 'services: { web: { build: { context: ., dockerfile: web/Dockerfile } } }\n' },
    { 'compose.yml': 'services: { web: { build: ./web } }\n' },
    'missing-copy-source',
  ],
  [
    'a workflow with a context that lacks what is copied',
    { ...WEB_FILES, '.github/workflows/image.yml': WORKFLOW('context: ., file: web/Dockerfile') },
    { '.github/workflows/image.yml': WORKFLOW('context: web') },
    'missing-copy-source',
  ],
  [
    'a Bake file of another folder with a context that lacks what is copied',
    { ...WEB_FILES, 'ci/docker-bake.hcl': 'target "web" {\n  context = ".."\n  dockerfile = "web/Dockerfile"\n}\n' },
    { 'ci/docker-bake.hcl': 'target "web" {\n  context = "../web"\n}\n' },
    'missing-copy-source',
  ],
])('%s: what it brings about in an unchanged Dockerfile is in the summary, and nothing else', async (_, before, after, rule) => {
  const { act, github } = await open(before, after)
  const run = await act({ 'fail-on': 'never' })
  expect([run.code, run.stderr]).toEqual([0, ''])
  const summary = checkSummary(github)
  expect(summary).toContain(`> ${LOOKED} in 1 of them that brings up new findings.`)
  expect(summary.match(/\(`[a-z-]+`\)/g)).toEqual([`(\`${rule}\`)`])
  expect(summary).not.toContain('maintainer-deprecated')
  expect(run.stdout).toContain(rule)
  // An unchanged file has no diff to comment on.
  expect(github.reviews).toEqual([])
  expect(run.requests.length).toBeLessThanOrEqual(8)
})

test.each<[string, Files, Files]>([
  ['a manifest', { Dockerfile: NODE, ...PACKAGE }, { 'package.json': '{"dependencies": {"express": "5.2.0"}}' }],
  ['a lock file', { Dockerfile: NODE, ...PACKAGE }, { 'package-lock.json': '{"a": 1}' }],
  ['a Compose file', { Dockerfile: NODE, ...PACKAGE }, { 'compose.yaml': 'services: { app: { build: . } }\n' }],
])('%s that changes nothing for an unchanged Dockerfile: it says that it looked', async (_, before, after) => {
  const { act, github } = await open(before, after)
  const run = await act()
  expect([run.code, run.outputs.findings, run.outputs.conclusion]).toEqual([0, '0', 'success'])
  expect(checkSummary(github)).toContain(`> ${LOOKED} nothing new was found there.`)
  expect(github.checkRuns).toMatchObject([{ conclusion: 'success' }])
})

test('what the base branch changed since is not blamed on the pull request', async () => {
  const before = { Dockerfile: NODE, ...PACKAGE, '.dockerignore': 'node_modules\n' }
  const { act, github } = await open(before, { '.dockerignore': 'node_modules\n# only words\n' })
  const { directory } = github.state
  switchTo(directory, 'main')
  commitFiles(directory, { '.dockerignore': '*\n!package*.json\n' })
  retarget(github.state, 'main')
  const run = await act({ 'fail-on': 'info' })
  expect([run.code, run.outputs.findings]).toEqual([0, '0'])
  expect(checkSummary(github)).toContain(`> ${LOOKED} nothing new was found there.`)
})

const NGINX: Files = {
  'web/Dockerfile':
    'FROM nginx:1.29\nMAINTAINER Ann Lee\nCOPY nginx.conf /etc/nginx/\nCOPY pages /usr/share/nginx/html\n',
  'web/nginx.conf': 'events {}\n',
  'web/pages/a.html': 'a',
  'api/Dockerfile': 'FROM node:22\nMAINTAINER Ann Lee\nCOPY server.js ./\n',
  'api/server.js': '',
  'compose.yml': 'services: { web: { build: ./web }, api: { build: ./api } }\n',
}

test('a file that is moved away from under an unchanged Dockerfile', async () => {
  const { act, github } = await open(NGINX, { 'web/nginx.conf': null, 'web/default.conf': 'events {}\n' })
  const run = await act({ 'fail-on': 'never' })
  expect([run.code, run.stderr]).toEqual([0, ''])
  const summary = checkSummary(github)
  expect(summary).toContain(`> ${LOOKED} in 1 of them that brings up new findings.`)
  expect(summary).toContain('It lacks `nginx.conf`')
  expect(summary).toContain('+COPY default.conf /etc/nginx/')
  expect(summary).not.toContain('maintainer-deprecated')
  expect(run.requests.length).toBeLessThanOrEqual(8)
})

test('the last file of a folder that is copied', async () => {
  const { act, github } = await open(NGINX, { 'web/pages/a.html': null })
  await act({ 'fail-on': 'never' })
  expect(checkSummary(github)).toContain('It lacks `pages`')
})

test('what no Dockerfile names may go', async () => {
  const { act, github } = await open({ ...NGINX, 'docs/b.md': '' }, { 'docs/b.md': null })
  const run = await act()
  expect([run.code, run.outputs.findings, run.outputs.conclusion]).toEqual([0, '0', 'success'])
  expect(checkSummary(github)).not.toContain(LOOKED)
})

test('where nobody says how it is built, what the pull request takes away is named', async () => {
  const { 'compose.yml': _, ...files } = NGINX
  const { act, github } = await open(files, { 'web/nginx.conf': null })
  const run = await act({ 'fail-on': 'error' })
  expect(run.code).toBe(1)
  expect(checkSummary(github)).toContain('This change takes `nginx.conf` away, and the build stops here.')
})
