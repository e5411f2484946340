import { expect, test } from '@jest/globals'
import { rootUser } from '../../src/rules/root-user.js'
import { findingsOf, said } from './checking.js'

const fixes = (text: string) => findingsOf(text, [rootUser], {}).map(({ fix }) => fix !== undefined)

test.each([
  ['nginx ahead of another program', 'FROM debian:12\nCMD nginx -c /a.conf && uwsgi --ini a.ini\n'],
  ['unbuffered is no user', 'FROM python:3.13\nCMD ["python", "-u", "app.py"]\n'],
  ['told to stay root', 'FROM debian:12\nCMD ["gunicorn", "-u", "root", "a:app"]\n'],
  ['an entrypoint that was taken away', 'FROM debian:12\nENTRYPOINT []\nCMD ["/app/server"]\n'],
  ['more than its version', 'FROM node:22\nCMD ["node", "-v", "a.js"]\n'],
  ['what may be more words', 'FROM debian:12\nCMD ["/app/server", "-v"]\n'],
  ['a shell', 'FROM debian:12\nCMD sleep 1; exec /app/server\n'],
  ['a port of that name', 'FROM debian:12\nCMD ["/app/server", "--proxy", "nginx"]\n'],
])('reports: %s', (_, text) => {
  expect(said(text, [rootUser], {})).toHaveLength(1)
})

test.each([
  ['nginx in JSON', 'FROM debian:12\nCMD ["/usr/sbin/nginx", "-g", "daemon off;"]\n'],
  ['nginx in place of the shell', 'FROM debian:12\nCMD ./prepare && exec nginx -g "daemon off;"\n'],
  ['Apache', 'FROM debian:12\nENTRYPOINT ["apache2ctl", "-DFOREGROUND"]\n'],
  ['behind an init', 'FROM debian:12\nENTRYPOINT ["/usr/bin/tini", "--", "nginx", "-g", "daemon off;"]\n'],
  ['with its options apart', 'FROM debian:12\nENTRYPOINT ["/usr/sbin/nginx"]\nCMD ["-g", "daemon off;"]\n'],
  ['a user in JSON', 'FROM debian:12\nCMD ["mini_httpd", "-p", "80", "-u", "www-data"]\n'],
  ['a user by a long option', 'FROM debian:12\nCMD gunicorn --user=www-data a:app\n'],
])('silent: %s', (_, text) => {
  expect(said(text, [rootUser], {})).toHaveLength(0)
})

test.each([
  ['.NET 6 has no such user', 'FROM mcr.microsoft.com/dotnet/runtime:6.0-alpine\nCMD ["./a"]\n', false],
  ['.NET 10 has one', 'FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine\nCMD ["./a"]\n', true],
  ['the command removes files', 'FROM oven/bun:1.3\nCMD rm a.json && bun main.js\n', false],
  ['a server for developers', 'FROM node:22\nCMD ["yarn", "dev", "--host", "0.0.0.0"]\n', false],
  ['a stage for developers', 'FROM node:22 AS base\nCMD ["npm", "start"]\nFROM base AS dev-envs\nRUN a\n', false],
  ['output of another command', 'FROM node:22\nCMD node a.js > /dev/stdout 2>&1\n', true],
  ['a folder named dev', 'FROM node:22\nCMD ["node", "/srv/develop/a.js"]\n', true],
])('fix: %s', (_, text, has) => {
  expect(fixes(text)).toEqual([has])
})

test.each([
  ['a short sleep', 'FROM debian:12\nCMD sleep 1\n'],
  ['true', 'FROM debian:12\nCMD /bin/true\n'],
  ['a version in shell form', 'FROM debian:12\nCMD go version\n'],
])('over at once: %s', (_, text) => {
  expect(said(text, [rootUser], {})).toHaveLength(0)
})

test('a start script in Python can give root up', () => {
  const text = 'FROM debian:12\nCOPY start.py /\nCMD ["/start.py"]\n'
  const count = (script: string) => said(text, [rootUser], { 'start.py': script }).length
  expect(count('import os\nos.execv("/app", ["app"])\n')).toBe(1)
  expect(count('from socrate import system\nsystem.drop_privs_to("mailu")\n')).toBe(0)
})

test('what root has prepared with corepack another user would download again', () => {
  const text = (command: string) =>
    `FROM node:22\nRUN corepack enable && corepack prepare pnpm@10.1.0 --activate\nCMD ${command}\n`
  expect(fixes(text('["pnpm", "start"]'))).toEqual([false])
  expect(fixes(text('["node", "a.js"]'))).toEqual([true])
})

test('an ENTRYPOINT takes away the CMD of the image that it starts from', () => {
  const count = (text: string) => said(text, [rootUser], {}).length
  expect(count('FROM debian:12 AS b\nCMD ["--help"]\nFROM b\nENTRYPOINT ["/app"]\n')).toBe(1)
  expect(count('FROM debian:12 AS b\nENTRYPOINT ["/app"]\nFROM b\nCMD ["--help"]\n')).toBe(0)
  expect(count('FROM debian:12\nCMD echo hi;\n')).toBe(0)
  expect(count('FROM debian:12\nCMD echo "starting; please wait"\n')).toBe(0)
})

test.each([
  ['what is installed as root is no reason', '# Install packages as root\nUSER root\n'],
  ['nor is the wish for another user', '# We should not run as root in production\nUSER root\n'],
  [
    'nor a reason for what is built behind it',
    '# Run as root, to write to the volume\nUSER root\nRUN apt-get update\n',
  ],
])('%s', (_, lines) => {
  expect(said(`FROM node:22\nUSER node\n${lines}CMD ["node", "a.js"]\n`, [rootUser], {})).toHaveLength(1)
})

test('a user whose number may be 0 is not offered', () => {
  const text =
    'FROM debian:12\nARG ID=0\nRUN if [ "$ID" != 0 ]; then useradd --uid "$ID" -m app; fi\nUSER "$ID:$ID"\nCMD ["/srv/app"]\n'
  expect(findingsOf(text, [rootUser], {}).map(({ fix }) => fix)).toEqual([undefined])
})
