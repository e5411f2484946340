import { posix } from 'node:path'
import type { Rule } from '../rule.js'

const COMPOSE = (context: string) =>
  `services:\n  web:\n    build:\n      context: ${context}\n      dockerfile: ${posix.join(posix.relative(context, '.'), 'Dockerfile')}\n`

const WORKFLOW = (...steps: readonly string[]) => {
  const build = '{ uses: docker/build-push-action@v6, with: { context: . } }'
  const lines = ['{ uses: actions/checkout@v4 }', ...steps, build].map(step => `      - ${step}\n`)
  return `jobs:\n  image:\n    steps:\n${lines.join('')}`
}

export const EXAMPLES: Rule['examples'] = [
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
]

export const SILENT: Rule['silent'] = [
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
]
