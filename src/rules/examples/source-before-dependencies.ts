import type { Rule } from '../rule.js'

export const EXAMPLES: Rule['examples'] = [
  {
    before: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
    after:
      'FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
    files: {
      '.dockerignore': 'node_modules\n',
      'package.json': '{"dependencies": {"express": "5.1.0"}}',
      'package-lock.json': '{}',
      'server.js': '',
    },
  },
  {
    before: `FROM python:3.13-slim
COPY . /srv/app
WORKDIR /srv/app
RUN pip install -r requirements/production.txt && python manage.py collectstatic --no-input
`,
    after: `FROM python:3.13-slim
COPY requirements/base.txt requirements/production.txt /srv/app/requirements/
WORKDIR /srv/app
RUN pip install -r requirements/production.txt
COPY . /srv/app
RUN python manage.py collectstatic --no-input
`,
    files: {
      'requirements/base.txt': 'django==5.2\n',
      'requirements/production.txt': '-r base.txt\ngunicorn\n',
      'manage.py': '',
    },
  },
  {
    before: 'FROM debian:bookworm-slim\nCOPY . /app\nRUN apt-get update && apt-get install -y ffmpeg\n',
    after: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y ffmpeg\nCOPY . /app\n',
  },
  {
    before: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build && npm cache clean --force\n',
    after:
      'FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm \\\n    npm ci\nCOPY . .\nRUN npm run build\n',
    files: { '.dockerignore': 'node_modules\n', 'package.json': '{}', 'package-lock.json': '{}', 'server.js': '' },
  },
  {
    before: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
    after: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
  },
  {
    before: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n',
    after: `FROM node:22-slim
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/api/package.json packages/api/
COPY packages/ui/package.json packages/ui/
RUN npm ci
COPY . .
RUN npm run build
`,
    files: {
      '.dockerignore': '**/node_modules\n',
      'package.json': '{"workspaces": ["packages/*"]}',
      'package-lock.json': '{}',
      'packages/api/package.json': '{"name": "api", "dependencies": {"ui": "1.0.0"}}',
      'packages/api/index.js': '',
      'packages/ui/package.json': '{"name": "ui", "version": "1.0.0"}',
    },
  },
  {
    before: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go mod download\nRUN go build -o /app ./api\n',
    after: `FROM golang:1.25 AS build
WORKDIR /src
COPY go.work ./
COPY api/go.mod api/go.sum api/
COPY lib/go.mod lib/
RUN go mod download
COPY . .
RUN go build -o /app ./api
`,
    files: {
      'go.work': 'go 1.25\n\nuse (\n\t./api\n\t./lib\n)\n',
      'api/go.mod': 'module example.com/api\n',
      'api/go.sum': '',
      'api/main.go': '',
      'lib/go.mod': 'module example.com/lib\n',
    },
  },
]
