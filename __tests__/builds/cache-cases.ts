import { startApt } from './registries/apt.js'
import { startCargo } from './registries/cargo.js'
import { makeCertificate } from './registries/certificate.js'
import { startComposer } from './registries/composer.js'
import { startGems } from './registries/gems.js'
import { startGo } from './registries/go.js'
import { noLock, npmLock, pnpmLock, startNpm, yarnLock, yarnSettings } from './registries/npm.js'
import { startPip, startPoetry } from './registries/pip.js'
import type { Registry } from './registries/serve.js'

/** How many dependencies a project has before another one is added, unless said. */
export const FEW = 20

/** A Dockerfile whose fixes let a cache mount work. */
export interface CacheCase {
  /** As Drydock calls the package manager. */
  readonly manager: string
  readonly name: string
  readonly rules: readonly [string, ...string[]]
  readonly bases?: Readonly<Record<string, string>>
  start(count: number): Promise<Registry>
  readonly dockerfile: string
  /** How many dependencies the project has before another one is added. */
  readonly few?: number
  /** What the unfixed file downloads when the source has changed, and when a dependency is added: nothing and all, unless said. */
  readonly expected?: readonly [changed: number, added: number]
}

const NODE = 'FROM node:20-slim\nWORKDIR /app\nCOPY package*.json .npmrc ./\n'
const PIP = `FROM python:3.11-slim
WORKDIR /app
COPY index.crt pip.conf /etc/
COPY requirements.txt .
`

/** The Dockerfile of an image with these packages of Debian. */
function image(base: string, packages: string): string {
  return `FROM ${base}
RUN apt-get update && apt-get install -y --no-install-recommends ${packages} && rm -rf /var/lib/apt/lists/*
`
}

/** An image of Node.js with a package manager of its own. */
function withTool(tool: string): NonNullable<CacheCase['bases']> {
  return { 'node:20.19-bookworm-slim': `FROM node:20-slim\nRUN npm install -g ${tool} && npm cache clean --force\n` }
}

/** Package managers whose cache mount no build proves, and why. */
export const CACHES_NOT_BUILT: Readonly<Record<string, string>> = {
  apk: 'no image of Alpine can be had',
  conda: 'it comes from places that a build cannot reach here',
  dnf: 'a mount for it is repaired and never proposed: what it keeps are lists',
  gem: 'a mount for it is repaired and never proposed: it installs a tool or two',
  gradle: 'its plugins come from places that a build cannot reach here',
  maven: 'its plugins come from places that a build cannot reach here',
  nuget: 'no image of .NET can be had',
  pacman: 'a mount for it is repaired and never proposed',
  pdm: 'it comes from an index that a build cannot reach here',
  pipx: 'a mount for it is repaired and never proposed: it installs a tool or two',
  uv: 'it comes from an index that a build cannot reach here',
  zypper: 'a mount for it is repaired and never proposed: what it keeps are lists',
}

export const CACHE_CASES: readonly CacheCase[] = [
  {
    manager: 'npm',
    name: 'npm',
    rules: ['cache-mount'],
    start: count => startNpm(count, npmLock),
    dockerfile: `${NODE}RUN npm ci && npm cache clean --force\nCOPY . .\n`,
  },
  {
    manager: 'npm',
    name: 'npm as another user',
    rules: ['cache-mount'],
    start: count => startNpm(count, npmLock),
    dockerfile:
      'FROM node:20-slim\nUSER node\nWORKDIR /home/node\nCOPY package*.json .npmrc ./\nRUN npm ci\nCOPY app.js .\n',
  },
  {
    manager: 'npm',
    name: 'npm behind the source',
    rules: ['source-before-dependencies', 'cache-mount'],
    start: count => startNpm(count, npmLock),
    dockerfile: 'FROM node:20-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
    expected: [FEW, FEW + 1],
  },
  {
    manager: 'npm',
    name: 'npm, a mount that is emptied',
    rules: ['cache-mount-defeated'],
    start: count => startNpm(count, npmLock),
    dockerfile: `${NODE}RUN --mount=type=cache,id=drydock-test-npm,target=/root/.npm npm ci && npm cache clean --force\nCOPY . .\n`,
  },
  {
    manager: 'npm',
    name: 'npm, a mount in the wrong home',
    rules: ['cache-mount-defeated'],
    start: count => startNpm(count, npmLock),
    dockerfile:
      'FROM node:20-slim\nUSER node\nWORKDIR /home/node\nCOPY package*.json .npmrc ./\nRUN --mount=type=cache,target=/root/.npm,uid=1000 npm ci\nCOPY app.js .\n',
  },
  {
    manager: 'yarn',
    name: 'Yarn 1',
    rules: ['cache-mount'],
    bases: withTool('yarn@1.22.22'),
    start: count => startNpm(count, yarnLock),
    dockerfile: `FROM node:20.19-bookworm-slim
WORKDIR /app
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile && yarn cache clean
COPY . .
`,
  },
  {
    manager: 'yarn berry',
    name: 'Yarn 4',
    rules: ['cache-mount'],
    bases: withTool('@yarnpkg/cli-dist@4.9.1'),
    start: count => startNpm(count, yarnSettings),
    dockerfile: `FROM node:20.19-bookworm-slim
WORKDIR /app
COPY package.json .yarnrc.yml ./
RUN yarn install
COPY . .
`,
  },
  {
    manager: 'pnpm',
    name: 'pnpm',
    rules: ['cache-mount'],
    bases: withTool('pnpm@9.15.0'),
    start: count => startNpm(count, pnpmLock),
    dockerfile: `FROM node:20.19-bookworm-slim
WORKDIR /app
COPY package.json pnpm-lock.yaml .npmrc ./
RUN pnpm install --frozen-lockfile
COPY . .
`,
  },
  {
    manager: 'bun',
    name: 'Bun',
    rules: ['cache-mount'],
    bases: withTool('bun@1.2.0'),
    start: count => startNpm(count, noLock),
    dockerfile: `FROM node:20.19-bookworm-slim
WORKDIR /app
COPY package.json .npmrc ./
RUN bun install
COPY . .
`,
  },
  {
    manager: 'pip',
    name: 'pip',
    rules: ['cache-mount'],
    start: async count => startPip(count, await makeCertificate()),
    dockerfile: `${PIP}RUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\n`,
  },
  {
    manager: 'pip',
    name: 'pip, a mount beside a flag',
    rules: ['cache-mount-defeated'],
    start: async count => startPip(count, await makeCertificate()),
    dockerfile: `${PIP}RUN --mount=type=cache,target=/root/.cache/pip \\
    pip install --no-cache-dir -r requirements.txt
COPY . .
`,
  },
  {
    manager: 'pip',
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
    manager: 'apt',
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
    manager: 'apt',
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
    manager: 'go',
    name: 'Go',
    rules: ['cache-mount'],
    bases: {
      // As in the official image.
      'golang:1.19-bookworm': `${image('debian:bookworm-slim', 'golang-go')}ENV GOPATH=/go\nWORKDIR /go\n`,
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
  {
    manager: 'poetry',
    name: 'Poetry',
    rules: ['cache-mount'],
    // It takes a second or more for each.
    few: 5,
    bases: { 'python:3.11-bookworm': image('python:3.11-slim', 'python3-poetry') },
    start: startPoetry,
    dockerfile: `FROM python:3.11-bookworm
WORKDIR /app
ENV POETRY_VIRTUALENVS_IN_PROJECT=true
COPY pyproject.toml poetry.lock ./
RUN poetry install --no-root
COPY . .
`,
  },
  {
    manager: 'composer',
    name: 'Composer',
    rules: ['cache-mount'],
    bases: {
      'composer:2': `${image('debian:bookworm-slim', 'composer php-cli php-zip unzip')}ENV COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_HOME=/tmp
WORKDIR /app
`,
    },
    start: startComposer,
    dockerfile: `FROM composer:2
COPY composer.json ./
RUN composer install --no-interaction
COPY . .
`,
  },
  {
    manager: 'bundler',
    name: 'Bundler',
    rules: ['cache-mount'],
    bases: {
      'ruby:3.1': `${image('debian:bookworm-slim', 'bundler ruby')}ENV GEM_HOME=/usr/local/bundle BUNDLE_SILENCE_ROOT_WARNING=1 BUNDLE_APP_CONFIG=/usr/local/bundle
ENV PATH=/usr/local/bundle/bin:$PATH
`,
    },
    start: startGems,
    dockerfile: `FROM ruby:3.1
WORKDIR /app
COPY Gemfile ./
RUN bundle install
COPY . .
`,
  },
  {
    manager: 'cargo',
    name: 'Cargo',
    rules: ['cache-mount'],
    bases: {
      'rust:1.63': `${image('debian:bookworm-slim', 'cargo gcc git libc6-dev')}ENV CARGO_HOME=/usr/local/cargo\n`,
    },
    start: startCargo,
    dockerfile: `FROM rust:1.63 AS build
COPY index /index
RUN cd /index && git init && git add . && git -c user.name=Ann -c user.email=ann@example.com commit -m all
COPY config.toml /usr/local/cargo/config.toml
WORKDIR /app
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
COPY --from=build /app/target/release/app /app
CMD ["/app"]
`,
    expected: [FEW, FEW + 1],
  },
]
