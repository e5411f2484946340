import * as v from 'valibot'
import { type Build, finalStages, type RunStep, runsOfStage } from '../build/build.js'
import { refusesMounts } from '../build/builders-around.js'
import { isBehindContext } from '../build/lineage.js'
import { toSource } from '../documents/logical-text.js'
import { commandName } from '../documents/shell/calls.js'
import { mountCaches } from '../fixes/cache-mounts.js'
import { areDisjoint, type Fix } from '../fixes/edits.js'
import { systemMounts } from '../fixes/system-mounts.js'
import { storeRuns } from '../package-managers/cache-stores.js'
import { type CacheUse, cacheUsesOf } from '../package-managers/cache-uses.js'
import {
  cachesNeededFilled,
  hasNamedMount,
  isElsewhere,
  isUnmounted,
  lacksMount,
} from '../package-managers/missing-mounts.js'
import { defineRule, type Problem } from './rule.js'

export const cacheMount = defineRule({
  id: 'cache-mount',
  aliases: ['DL3042'],
  title: 'Keep downloads in a cache mount',
  category: 'caching',
  severity: 'info',
  why: `When a layer is built anew, the package manager downloads everything again, for one more dependency as for all of them. A
cache mount lives outside the image and outlasts the layer: only what is new is downloaded.

It lives where the builder lives: on a developer's machine, or on a builder that is kept between runs. **A CI runner that starts
fresh starts with an empty mount**, and \`cache-to: type=gha\` does not export mounts.

Only a layer behind copied files counts: any other is built anew when somebody edits it, which is seldom. There
[module-cache-left](module-cache-left.md) says how to leave the downloads out of the image. System packages count in stages that
only build; the option \`system-packages\` changes that.`,
  fixable: 'sometimes',
  fixSafety: `What is installed stays the same; only the downloads are no longer in the image. Flags and commands that would empty
the mount go with the fix. For apt it also removes \`docker-clean\` from the image, the setting with which Debian's and Ubuntu's
images throw downloads away, and says so.`,
  options: v.strictObject({
    'system-packages': v.pipe(
      v.optional(v.picklist(['when-rebuilt', 'always', 'never']), 'when-rebuilt'),
      v.description('Whether apt and apk count: in build stages behind a COPY of the build context, always, or never.'),
    ),
  }),
  examples: [
    {
      before:
        'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n',
      after:
        'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install -r requirements.txt\n',
    },
    {
      before:
        'FROM node:22\nUSER node\nWORKDIR /home/node/app\nCOPY package*.json ./\nRUN npm ci && npm cache clean --force\n',
      after:
        'FROM node:22\nUSER node\nWORKDIR /home/node/app\nCOPY package*.json ./\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 \\\n    npm ci\n',
    },
    {
      before:
        'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
      after:
        'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
    },
    {
      before:
        'FROM debian:12 AS build\nCOPY packages.txt .\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nFROM scratch\nCOPY --from=build /a /a\n',
      after:
        'FROM debian:12 AS build\nCOPY packages.txt .\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y gcc\nFROM scratch\nCOPY --from=build /a /a\n',
    },
  ],
  silent: [
    { why: 'there is one', text: 'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n' },
    { why: 'nobody knows who runs it', text: 'FROM example.com/base:1\nRUN pip install -r requirements.txt\n' },
    { why: 'a user without a number could not write to it', text: 'FROM node:22\nUSER app\nRUN npm ci\n' },
    { why: 'one tool more or less', text: 'FROM python:3.13\nRUN pip install --upgrade pip && npm install -g pnpm\n' },
    {
      why: 'no file of the project stands above: the layer is built anew when somebody edits it',
      text: 'FROM python:3.13\nRUN pip install flask gunicorn requests celery\nCOPY . .\nCMD ["a"]\n',
    },
    {
      why: 'a Go program without a module takes no others',
      text: 'FROM golang:1.15 AS b\nCOPY main.go .\nRUN go build -o /app main.go\nFROM scratch\nCOPY --from=b /app /app\n',
      files: { 'main.go': 'package main\n' },
    },
    {
      why: 'nor does a module that requires none',
      text: 'FROM golang:1.25 AS b\nCOPY main.go go.mod ./\nRUN go mod download && go build -o /app main.go\nFROM scratch\nCOPY --from=b /app /app\n',
      files: { 'main.go': 'package main\n', 'go.mod': 'module example.org/a\n\ngo 1.25\n' },
    },
    { why: 'nothing is downloaded', text: 'FROM python:3.13\nRUN pip install --no-index --find-links /w -r r.txt\n' },
    { why: 'it is off for good', text: 'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install -r r.txt\n' },
    {
      why: 'system packages come first and are seldom built anew',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\n',
    },
    {
      why: 'the image itself has its lists removed, as everybody expects',
      text: 'FROM debian:12\nCOPY . .\nRUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      why: 'a script may use the modules, too',
      text: 'FROM golang:1.25 AS b\nCOPY . .\nRUN go mod download\nRUN make\nFROM scratch\nCOPY --from=b /app /app\n',
    },
    {
      why: 'an offline build needs what the layer above has downloaded, and a mount may be empty while that layer is cached',
      text: 'FROM maven:3.9 AS b\nCOPY pom.xml .\nRUN mvn dependency:go-offline\nCOPY src src\nRUN mvn -o package\nFROM scratch\nCOPY --from=b /target /app\n',
    },
    {
      why: 'the modules are needed when the program starts',
      text: 'FROM golang:1.25\nCOPY . .\nRUN go mod download\nCMD ["go", "run", "."]\n',
    },
    {
      why: 'the store is copied',
      text: 'FROM rust:1.90 AS b\nCOPY . .\nRUN cargo fetch\nFROM rust:1.90\nCOPY --from=b /usr/local/cargo /usr/local/cargo\nCMD ["a"]\n',
    },
    {
      why: 'Yarn of the repository keeps its cache there',
      text: 'FROM node:22\nCOPY . .\nRUN yarn install\n',
      files: { 'package.json': '{"packageManager": "yarn@4.9.1"}' },
    },
    {
      why: 'the stage below has restored the packages, and a mount would hide them',
      text: 'FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nCOPY . .\nRUN dotnet restore\nRUN dotnet build -o /b\nFROM build AS publish\nRUN dotnet publish -o /app\nFROM scratch\nCOPY --from=publish /app /app\n',
    },
    {
      why: 'a folder that holds more than the cache is removed',
      text: 'FROM python:3.13\nCOPY r.txt .\nRUN pip install -r r.txt && rm -rf /root/.cache\n',
    },
  ],
  references: [
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
    'https://docs.docker.com/reference/dockerfile/#run---mounttypecache',
  ],
  *check(build, options) {
    if (refusesMounts(build.dockerfile, build.repository)) return
    const offline = cachesNeededFilled(build)
    for (const stage of build.stages) {
      const done = new Set<string>()
      for (const run of runsOfStage(build, stage)) {
        if (run.isTrigger || !run.script.editable) continue
        const wanted = cacheUsesOf(run).filter(
          use => lacksMount(build, run, use) && !offline.has(use.cache) && !isElsewhere(build, run, use),
        )
        const plain = wanted.filter(({ cache }) => !cache.isStore && !cache.isSystem)
        if (plain.length > 0) yield* problem([{ run, uses: plain }])
        for (const use of wanted.filter(({ cache }) => (cache.isSystem || cache.isStore) && !done.has(cache.name))) {
          done.add(use.cache.name)
          if (use.cache.isSystem) yield* ofSystem(build, run, use, options)
          else yield* problem((storeRuns(build, stage, use.cache) ?? []).map(({ run, use }) => ({ run, uses: [use] })))
        }
      }
    }
  },
})

/** In what becomes the image everybody expects the lists of system packages to be removed: there it takes the option. */
function* ofSystem(
  build: Build,
  run: RunStep,
  use: CacheUse,
  { 'system-packages': wanted }: { readonly 'system-packages': 'when-rebuilt' | 'always' | 'never' },
): Iterable<Problem> {
  const isSeldom = finalStages(build).has(run.stage) || !isBehindContext(run.stage, run.index)
  if (wanted === 'never' || (wanted === 'when-rebuilt' && isSeldom)) return
  const mounts = systemMounts(build, run, use) ?? []
  const [found] = problem(mounts.map(mount => ({ run: mount.run, uses: [mount.use] })))
  if (found === undefined) return
  const more = mounts.flatMap(({ edits }) => edits)
  const note = use.cache.name === 'apt' && more.length > 0 ? '; the image loses its docker-clean setting' : ''
  const { title, edits } = found.fix
  yield { ...found, fix: { title: title + note, safe: false, edits: [...edits, ...more] } }
}

interface Wanted {
  readonly run: RunStep
  readonly uses: readonly CacheUse[]
}

/** One problem for all RUNs that need the mounts together; none where the fix is not plain to see. */
function problem(wanted: readonly Wanted[]): readonly (Problem & { readonly fix: Fix })[] {
  // A mount with a name of its own is another cache than one without.
  if (wanted.some(({ run, uses }) => hasNamedMount(run, uses))) return []
  const first = wanted.find(({ run, uses }) => uses.some(use => isUnmounted(run, use))) ?? wanted[0]
  const call = first?.uses[0]?.calls.find(one => first.uses[0]?.cache.pays(one)) ?? first?.uses[0]?.calls[0]
  if (first === undefined || call === undefined) return []
  const each = wanted.map(({ run, uses }) => mountCaches(run, uses))
  const edits = each.flatMap(own => own ?? [])
  if (each.includes(undefined) || edits.length === 0 || !areDisjoint(edits)) return []
  const names = [...new Set(wanted.flatMap(({ uses }) => uses.map(({ cache }) => cache.name)))]
  return [
    {
      range: toSource(first.run.script.text, call.command.range),
      step: first.run.instruction,
      message: `\`${commandName(call)}\` downloads everything again whenever this layer is built anew. A cache mount keeps the downloads on builders that live on; on a fresh CI runner it starts empty.`,
      fix: { title: `Keep what ${names.join(' and ')} downloads in a cache mount`, safe: true, edits },
    },
  ]
}
