import { posix } from 'node:path'
import { addsOnlyFiles } from '../build/adds.js'
import type { Build } from '../build/build.js'
import { type EarlySource, earlySources } from '../build/early-sources.js'
import type { InstallRun } from '../build/install-runs.js'
import { isNeverRebuilt } from '../build/replayed-step.js'
import { cleaningOf } from '../fixes/cleaning.js'
import { copyLater } from '../fixes/copy-later.js'
import { areDisjoint, type Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'
import { listOf } from './wording.js'

export const sourceBeforeDependencies = defineRule({
  id: 'source-before-dependencies',
  aliases: [],
  title: 'Install dependencies before copying the source',
  category: 'caching',
  severity: 'warning',
  why: `A layer is built again when one above it has changed. With the source above the install, every change to any file
installs all dependencies again; with only the manifests above it, that happens when a manifest changes.

14 % of 5,405 broken and 2 % of 4,794 other Dockerfiles on GitHub copy the source first (Shipwright, Binnacle). Ordering
instructions by how often they change makes rebuilds 26.5 % shorter on average (Doctor, 2025).`,
  fixable: 'sometimes',
  fixSafety: `The install finds the same manifests, lock files and settings, and the source follows right behind it. There is
a fix only where the repository shows that the install reads nothing else, and where the ignore file keeps out what a
local install would leave in the folder.`,
  examples: [
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
  ],
  silent: [
    {
      why: 'the stage below has all of it already',
      text: 'FROM node:22 AS base\nWORKDIR /app\nCOPY . .\nFROM base\nCOPY src src\nRUN apt-get update && apt-get install -y jq\nCMD ["a"]\n',
      files: { 'package.json': '{}', 'src/a.js': '' },
    },
    {
      why: 'which pnpm corepack takes says package.json',
      text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN corepack enable pnpm && pnpm add -g turbo@2\nCMD ["a"]\n',
      files: { 'package.json': '{"packageManager":"pnpm@10.1.0"}', 'a.js': '' },
    },
    {
      why: 'an && is missing, and this installs nothing',
      text: 'FROM golang:1.25-alpine\nWORKDIR /app\nCOPY . .\nRUN apk update apk add --no-cache git go mod download\nRUN go build -o /a .\n',
    },
    {
      why: 'only manifests stand above the install',
      text: 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n',
    },
    {
      why: 'the second install only builds on the first',
      text: 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm install --omit=dev\n',
    },
    {
      why: 'the install builds the source',
      text: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install .\n',
    },
    {
      why: 'the project runs a script of its own when it is installed',
      text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
      files: {
        'package.json': '{"scripts": {"postinstall": "node scripts/generate.js"}}',
        'package-lock.json': '{}',
        'scripts/generate.js': '',
      },
    },
    {
      why: 'workspaces are packages of the source',
      text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
      files: {
        'package.json': '{"workspaces": ["packages/*"]}',
        'package-lock.json': '{}',
        'packages/a/package.json': '{}',
      },
    },
    {
      why: 'a requirement lies in the repository',
      text: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n',
      files: { 'requirements.txt': '-e ./lib\nflask\n', 'lib/setup.py': '', 'app.py': '' },
    },
    {
      why: 'compiling needs the source',
      text: 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /app ./cmd/app\n',
    },
    {
      why: 'a script of the source runs before the install',
      text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN ./configure.sh\nRUN npm ci\n',
    },
    {
      why: 'the folder holds nothing but manifests',
      text: 'FROM python:3.13\nCOPY requirements/ /tmp/requirements/\nRUN pip install -r /tmp/requirements/prod.txt\n',
      files: { 'requirements/prod.txt': 'flask\n', 'requirements/dev.txt': 'pytest\n', 'app.py': '' },
    },
    {
      why: 'what another stage has built is no source',
      text: 'FROM node:22 AS build\nWORKDIR /app\nFROM nginx:1.29\nCOPY --from=build /app/dist /srv/www\nRUN apt-get update && apt-get install -y curl\n',
    },
    {
      why: 'files for the system may be settings of the package manager',
      text: 'FROM debian:bookworm-slim\nCOPY . /\nRUN apt-get update && apt-get install -y curl\n',
    },
    {
      why: 'what ONBUILD copies is of another repository',
      text: 'FROM node:22\nWORKDIR /app\nONBUILD COPY . .\nONBUILD RUN npm ci\n',
    },
  ],
  references: [
    'https://docs.docker.com/build/cache/optimize/#order-your-layers',
    'https://docs.docker.com/build/building/best-practices/#leverage-build-cache',
  ],
  *check(build) {
    for (const early of earlySources(build)) {
      const [first] = early.copies
      const step = early.runs[0].run.instruction
      // A source that nobody changes may as well stay above.
      if (first && !isNeverRebuilt(build, step))
        yield { range: first.step.instruction.range, message: message(early), step, fix: () => fix(build, early) }
    }
  },
})

function message(early: EarlySource): string {
  const { runs, manifests, overwrites } = early
  const commands = namesOf(runs)
  const cost = 'every change to the source installs everything again'
  if (manifests === undefined) return `The source is copied ahead of ${commands}, so ${cost}.`
  const needs = manifests.length === 0 ? 'nothing of it' : `only ${listOf(manifests.map(({ source }) => source))}`
  const ahead = `The source is copied ahead of ${commands}, which ${commands.includes(' and ') ? 'need' : 'needs'} ${needs}: ${cost}.`
  if (overwrites === undefined) return ahead
  return `${ahead} Behind the install it could bring a local ${overwrites} along, which no ignore file keeps out.`
}

function fix(build: Build, early: EarlySource): Fix | undefined {
  const { runs, manifests, overwrites } = early
  if (overwrites !== undefined || manifests === undefined) return undefined
  const cleaned = cleaningOf(build, runs.at(-1))
  const later = cleaned && copyLater(build, early)
  if (cleaned === undefined || later === undefined) return undefined
  const edits = [...later, ...cleaned.edits]
  if (!areDisjoint(edits)) return undefined
  const copied = manifests.filter(({ broughtBy }) => broughtBy).map(({ source }) => posix.basename(source))
  const mounts = cleaned.names.length === 0 ? '' : `, with ${listOf(cleaned.names)} downloading into a cache mount`
  const isAdded = early.copies.some(
    ({ step: { instruction } }) => instruction.keyword === 'ADD' && addsOnlyFiles(instruction, build.context),
  )
  const title = `opy the source behind ${namesOf(runs)}${mounts}${isAdded ? '; COPY does what ADD did' : ''}`
  return { title: copied.length === 0 ? `C${title}` : `Copy ${listOf(copied)} first, and c${title}`, edits, safe: true }
}

function namesOf(runs: readonly InstallRun[]): string {
  const all = runs.flatMap(({ installs, named }) => [...installs.map(({ command }) => command), ...named])
  return listOf(all.map(name => `\`${name}\``))
}
