import { expect, test } from '@jest/globals'
import { checkSummary, open } from './acting.js'

const PROJECT = {
  Dockerfile: 'FROM python:3.13-slim\nCOPY . /srv\nUSER nobody\nCMD ["python", "/srv/app/main.py"]\n',
  'app/main.py': '',
  '.gitignore': '__pycache__/\n',
}

test('a changed ignore file gets comments with buttons, as a Dockerfile does', async () => {
  const { act, github } = await open(
    { ...PROJECT, '.dockerignore': '.git\n' },
    { '.dockerignore': '.git\n__pycache__\n' },
  )
  const run = await act()
  expect([run.code, run.stderr]).toEqual([0, ''])
  const comments = github.reviews.flatMap(({ comments }) => comments)
  expect(comments).toMatchObject([{ path: '.dockerignore', line: 2 }])
  expect(comments[0]?.body).toContain('`app/__pycache__` comes along where it lies. (`ignore-root-only`)')
  expect(comments[0]?.body).toContain('```suggestion\n**/__pycache__\n```')
  expect(run.requests.length).toBeLessThanOrEqual(10)
})

test('one that Docker cannot read fails the check', async () => {
  const { act, github } = await open(PROJECT, { '.dockerignore': '.git\n[a-\n' })
  const run = await act()
  expect(run.outputs.conclusion).toBe('failure')
  expect((await act({ 'fail-on': 'score<10' })).outputs.conclusion).toBe('failure')
  expect((await act({ 'fail-on': 'never' })).outputs.conclusion).toBe('neutral')
  expect(
    github.reviews
      .flatMap(({ comments }) => comments)
      .map(({ body }) => body)
      .join(),
  ).toContain('ignore-file-invalid')
})

test('a copy of all that lies there comes with the whole new ignore file, to be taken from the comment', async () => {
  const before = { 'package.json': '{}', 'package-lock.json': '{}', 'server.js': '', '.gitignore': 'node_modules\n' }
  const dockerfile =
    'FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n'
  const { act, github } = await open(before, { Dockerfile: dockerfile })
  await act()
  const bodies = github.reviews.flatMap(({ comments }) => comments).map(({ body }) => body)
  const body = bodies.find(text => text.includes('context-clutter'))
  expect(body).toContain('Fix: Add `.dockerignore`, which keeps every file that git tracks.')
  expect(body).toContain('```gitignore\n.git\n**/node_modules\n```')
  const patch = /```diff\n([\s\S]*?)```/.exec(checkSummary(github))?.[1]
  expect(patch).toContain('--- /dev/null\n+++ b/.dockerignore\n')
})
