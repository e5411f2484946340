import { startApt } from './registries/apt.js'
import { makeCertificate } from './registries/certificate.js'
import { startGo } from './registries/go.js'
import { noLock, npmLock, pnpmLock, startNpm, yarnLock, yarnSettings } from './registries/npm.js'
import { startPip } from './registries/pip.js'
import type { Registry } from './registries/serve.js'

/** A Dockerfile whose fixes let a cache mount work. */
export interface CacheCase {
  readonly name: string
  readonly rules: readonly [string, ...string[]]
  readonly bases?: Readonly<Record<string, string>>
  start(count: number): Promise<Registry>
  readonly dockerfile: string
  /** What the unfixed file downloads when the source has changed, and when a dependency is added, in packages. */
  readonly expected?: readonly [changed: number, added: number]
}

const NODE = 'FROM node:20-slim\nWORKDIR /app\nCOPY package*.json .npmrc ./\n'
const PIP = `FROM python:3.11-slim
WORKDIR /app
COPY index.crt pip.conf /etc/
COPY requirements.txt .
`

export const CACHE_CASES: readonly CacheCase[] = [
  {
    name: 'npm',
    rules: ['cache-mount'],
    start: count => startNpm(count, npmLock),
    dockerfile: `${NODE}RUN npm ci && npm cache clean --force\nCOPY . .\n`,
  },
  {
    name: 'npm as another user',
    rules: ['cache-mount'],
    start: count => startNpm(count, npmLock),
    dockerfile:
      'FROM node:20-slim\nUSER node\nWORKDIR /home/node\nCOPY package*.json .npmrc ./\nRUN npm ci\nCOPY app.js .\n',
  },
  {
    name: 'npm behind the source',
    rules: ['source-before-dependencies', 'cache-mount'],
    start: count => startNpm(count, npmLock),
    dockerfile: 'FROM node:20-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
    expected: [20, 21],
  },
  {
    name: 'npm, a mount that is emptied',
    rules: ['cache-mount-defeated'],
    start: count => startNpm(count, npmLock),
    dockerfile: `${NODE}RUN --mount=type=cache,target=/root/.npm npm ci && npm cache clean --force\nCOPY . .\n`,
  },
  {
    name: 'npm, a mount in the wrong home',
    rules: ['cache-mount-defeated'],
    start: count => startNpm(count, npmLock),
    dockerfile:
      'FROM node:20-slim\nUSER node\nWORKDIR /home/node\nCOPY package*.json .npmrc ./\nRUN --mount=type=cache,target=/root/.npm,uid=1000 npm ci\nCOPY app.js .\n',
  },
  {
    name: 'Yarn 1',
    rules: ['cache-mount'],
    start: count => startNpm(count, yarnLock),
    dockerfile: `FROM node:20-slim
RUN npm install -g yarn@1.22.22
WORKDIR /app
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile && yarn cache clean
COPY . .
`,
  },
  {
    name: 'Yarn 4',
    rules: ['cache-mount'],
    start: count => startNpm(count, yarnSettings),
    dockerfile: `FROM node:20-slim
RUN npm install -g @yarnpkg/cli-dist@4.9.1
WORKDIR /app
COPY package.json .yarnrc.yml ./
RUN yarn install
COPY . .
`,
  },
  {
    name: 'pnpm',
    rules: ['cache-mount'],
    start: count => startNpm(count, pnpmLock),
    dockerfile: `FROM node:20-slim
RUN npm install -g pnpm@9.15.0
WORKDIR /app
COPY package.json pnpm-lock.yaml .npmrc ./
RUN pnpm install --frozen-lockfile
COPY . .
`,
  },
  {
    name: 'Bun',
    rules: ['cache-mount'],
    start: count => startNpm(count, noLock),
    dockerfile: `FROM node:20-slim
RUN npm install -g bun@1.2.0
WORKDIR /app
COPY package.json .npmrc ./
RUN bun install
COPY . .
`,
  },
  {
    name: 'pip',
    rules: ['cache-mount'],
    start: async count => startPip(count, await makeCertificate()),
    dockerfile: `${PIP}RUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\n`,
  },
  {
    name: 'pip, a mount beside a flag',
    rules: ['cache-mount-defeated'],
    start: async count => startPip(count, await makeCertificate()),
    dockerfile: `${PIP}RUN --mount=type=cache,target=/root/.cache/pip \\
    pip install --no-cache-dir -r requirements.txt
COPY . .
`,
  },
  {
    name: 'pip as another user, a mount of root',
    rules: ['cache-mount-defeated'],
    start: async count => startPip(count, await makeCertificate()),
    dockerfile: `FROM python:3.11-slim
RUN useradd --uid 1000 --create-home app
WORKDIR /app
COPY index.crt pip.conf /etc/
COPY requirements.txt .
USER app
RUN --mount=type=cache,target=/home/app/.cache/pip pip install --user -r requirements.txt
COPY . .
`,
  },
  {
    name: 'apt',
    rules: ['cache-mount'],
    start: startApt,
    dockerfile: `FROM debian:bookworm-slim AS build
COPY sources.list /etc/apt/
COPY packages.txt .
RUN apt-get update && apt-get install -y --no-install-recommends $(cat packages.txt) && rm -rf /var/lib/apt/lists/*
COPY . /app
FROM debian:bookworm-slim
COPY --from=build /app /app
`,
  },
  {
    name: 'apt, mounts that stay empty',
    rules: ['cache-mount-defeated'],
    start: startApt,
    dockerfile: `FROM debian:bookworm-slim
COPY sources.list /etc/apt/
COPY packages.txt .
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\
    --mount=type=cache,target=/var/lib/apt,sharing=locked \\
    apt-get update && apt-get install -y --no-install-recommends $(cat packages.txt) \\
    && rm -rf /var/lib/apt/lists/*
COPY . /app
`,
  },
  {
    name: 'Go',
    rules: ['cache-mount'],
    bases: {
      // As in the official image.
      'golang:1.19-bookworm': `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends golang-go && rm -rf /var/lib/apt/lists/*
ENV GOPATH=/go
WORKDIR /go
`,
    },
    start: startGo,
    dockerfile: `FROM golang:1.19-bookworm AS build
WORKDIR /src
COPY proxy.txt /root/.config/go/env
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /app .
FROM debian:bookworm-slim
COPY --from=build /app /app
CMD ["/app"]
`,
  },
]
