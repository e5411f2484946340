import { type Build, finalStages, type RunStep, runsCalling } from '../build/build.js'
import { homeOf } from '../build/state.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import type { Call } from '../documents/shell/calls.js'
import { appendLast } from '../fixes/append-last.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { CLEANINGS } from '../package-managers/cache-cleaning.js'
import { type CacheUse, cacheUsesOf, type Defeat, holds, placedMounts } from '../package-managers/cache-uses.js'
import { CACHE_PROGRAMS } from '../package-managers/caches.js'
import { isElsewhere, isForMount } from '../package-managers/missing-mounts.js'
import { defineRule } from './rule.js'

export const moduleCacheLeft = defineRule({
  id: 'module-cache-left',
  aliases: ['DL3042', 'DL3060'],
  title: 'Leave no downloads of pip, npm, yarn or conda in the image',
  category: 'size',
  severity: 'info',
  why: `What a package manager keeps for the next time is in the layer, and no container uses it again. pip keeps each wheel that it
downloads, npm each archive, conda each package.

Where a command installs a project's dependencies behind its files, [cache-mount](cache-mount.md) is the better way and says so;
this rule is about the others: tools, packages that the Dockerfile itself names ahead of any file, and managers whose cache
nobody can mount because its place is not known.`,
  fixable: 'sometimes',
  fixSafety: 'The same packages are installed; only the downloads are no longer in the image.',
  examples: [
    {
      before: 'FROM python:3.13-slim\nRUN pip install gunicorn==23.0.0\n',
      after: 'FROM python:3.13-slim\nRUN pip install --no-cache-dir gunicorn==23.0.0\n',
    },
    {
      before: 'FROM python:3.13-slim\nRUN pip install flask==3.1.0 gunicorn==23.0.0 redis==5.2.1\nCOPY . .\n',
      after:
        'FROM python:3.13-slim\nRUN pip install --no-cache-dir flask==3.1.0 gunicorn==23.0.0 redis==5.2.1\nCOPY . .\n',
    },
    {
      before: 'FROM node:22-slim\nRUN npm install -g serve@14\n',
      after: 'FROM node:22-slim\nRUN npm install -g serve@14 && npm cache clean --force\n',
    },
    {
      before: 'FROM node:22-slim\nRUN yarn global add serve@14 \\\n && serve --version\n',
      after: 'FROM node:22-slim\nRUN yarn global add serve@14 \\\n && serve --version \\\n && yarn cache clean\n',
    },
    {
      before: 'FROM continuumio/miniconda3\nCOPY environment.yml .\nRUN conda env create -f environment.yml\n',
      after:
        'FROM continuumio/miniconda3\nCOPY environment.yml .\nRUN conda env create -f environment.yml && conda clean -afy\n',
    },
    {
      before: 'FROM debian:12\nCOPY environment.yml .\nRUN /opt/conda/bin/conda env update -f environment.yml\n',
      after:
        'FROM debian:12\nCOPY environment.yml .\nRUN /opt/conda/bin/conda env update -f environment.yml && /opt/conda/bin/conda clean -afy\n',
    },
    {
      before: 'FROM node:22-slim\nRUN --mount=type=cache,target=/root/.npm yarn global add serve@14\n',
      after:
        'FROM node:22-slim\nRUN --mount=type=cache,target=/root/.npm yarn global add serve@14 && yarn cache clean\n',
    },
  ],
  silent: [
    {
      why: 'pip stores nothing in the home of somebody else',
      text: 'FROM python:3.13\nENV HOME=/app\nRUN useradd --create-home --home-dir /app app\nRUN pip install flask\n',
    },
    {
      why: 'pip keeps nothing, as a module',
      text: 'FROM python:3.13\nRUN python -m pip install --no-cache-dir flask\n',
    },
    { why: 'pip keeps nothing', text: 'FROM python:3.13\nRUN pip install --no-cache-dir flask\n' },
    { why: 'pip is told for good', text: 'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n' },
    {
      why: 'it lies in a mount',
      text: 'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache pip install flask\n',
    },
    {
      why: 'the mount is for it, if at the wrong place: cache-mount-defeated says so',
      text: 'FROM python:3.13\nRUN --mount=type=cache,target=/home/a/.cache/pip pip install flask\n',
    },
    {
      why: 'where the mount is, nobody knows',
      text: 'FROM python:3.13\nRUN --mount=type=cache,target=$CACHE pip install flask\n',
    },
    { why: 'it is removed', text: 'FROM node:22\nRUN npm i -g serve && rm -rf ~/.npm\n' },
    { why: 'it is cleaned up', text: 'FROM node:22\nRUN npm i -g serve && npm cache clean --force\n' },
    { why: 'a cache mount is the better way', text: 'FROM python:3.13\nCOPY r.txt .\nRUN pip install -r r.txt\n' },
    {
      why: 'a stage that only builds does not weigh in the image',
      text: 'FROM node:22 AS a\nRUN npm i -g esbuild\nFROM scratch\nCOPY --from=a /a /a\n',
    },
    { why: 'conda cleans up', text: 'FROM continuumio/miniconda3\nRUN conda install -y git && conda clean --all -y\n' },
    { why: 'the image may have switched it off', text: 'FROM example.com/base:1\nRUN pip install flask\n' },
    {
      why: 'nothing is downloaded',
      text: 'FROM python:3.13\nCOPY . .\nRUN pip install --no-deps --no-index ./w/a.whl\n',
    },
    { why: 'the project alone', text: 'FROM python:3.13\nCOPY . .\nRUN pip install --no-deps .\n' },
    {
      why: 'pip tells pip',
      text: 'FROM python:3.13\nRUN pip config set global.no-cache-dir true\nRUN pip install flask\n',
    },
  ],
  references: [
    'https://pip.pypa.io/en/stable/topics/caching/',
    'https://docs.npmjs.com/cli/v11/commands/npm-cache',
    'https://docs.conda.io/projects/conda/en/stable/commands/clean.html',
  ],
  *check(build) {
    const final = finalStages(build)
    for (const run of runsCalling(build, CACHE_PROGRAMS)) {
      if (!final.has(run.stage)) continue
      for (const use of cacheUsesOf(run)) {
        if (!isLeft(build, run, use) || speaksOfCache(run, use)) continue
        const [{ program, command }] = use.calls
        const manager = /^python[\d.]*$/.test(program) ? use.cache.name : program
        yield {
          range: toSource(run.script.text, command.range),
          message: `What \`${manager}\` downloads stays in this layer, and nothing uses it again.`,
          fix: () => fix(run, use),
        }
      }
    }
  },
})

/** conda's commands do the same wherever its cache is. */
const PLACE_DOES_NOT_MATTER = new Set(['conda'])

function isLeft(build: Build, run: RunStep, use: CacheUse): boolean {
  const { cache, calls, folders, defeats } = use
  if (CLEANINGS[cache.name] === undefined || defeats.some(defeat => !isInFront(defeat, use))) return false
  if (folders === undefined && !PLACE_DOES_NOT_MATTER.has(cache.name)) return false
  // pip keeps nothing below a home that is somebody else's.
  if (cache.name === 'pip' && run.state.user?.uid === 0 && homeOf(run.state) !== '/root') return false
  // With a place that is known this is for a mount.
  if (folders !== undefined && isForMount(build, run, use)) return false
  if (
    calls.some(({ args }) =>
      args.some(({ text }) => /^--(?:no-(?:index|deps)|offline|help|version|dry-run)$/.test(text)),
    )
  )
    return false
  return !isMounted(run, use) && !isElsewhere(build, run, use)
}

/** True for a cleaning that the last install comes after. */
function isInFront({ kind, range }: Defeat, { calls }: CacheUse): boolean {
  const last = calls.at(-1) as Call
  return kind === 'cleanup' && range !== undefined && range.end <= last.command.range.start
}

/** True when a script has more to say of caches than what it cleans in front. */
function speaksOfCache({ script }: RunStep, use: CacheUse): boolean {
  const front = use.defeats.flatMap(defeat => (defeat.range && isInFront(defeat, use) ? [defeat.range] : []))
  const rest = script.text.text.split('').filter((_, at) => !front.some(({ start, end }) => start <= at && at < end))
  return /cache/i.test(rest.join(''))
}

/** True for a mount at the cache, or one that is plainly meant for it: of its place another rule speaks. */
function isMounted(run: RunStep, { cache, folders }: CacheUse): boolean {
  const mounts = placedMounts(run).filter(({ type }) => type === 'cache' || type === 'tmpfs')
  if (folders === undefined) return mounts.length > 0
  return mounts.some(
    mount =>
      mount.path === undefined || mount.path.includes(cache.name) || folders.some(folder => holds(mount, folder)),
  )
}

function fix(run: RunStep, { cache, calls }: CacheUse): Fix | undefined {
  const { option, command } = CLEANINGS[cache.name] ?? {}
  if (option === undefined) {
    const wanted = command?.(calls[0])
    const edit = wanted === undefined ? undefined : appendLast(run, wanted)
    return edit && { title: `Call \`${wanted}\` at the end`, safe: true, edits: [edit] }
  }
  const { script } = run
  if (!script.editable) return undefined
  const edits: Edit[] = []
  for (const { args } of calls) {
    const verb = args.find(({ text }) => /^[a-z]/.test(text) && text !== 'pip' && text !== 'tool')
    if (verb === undefined || !isContiguous(script.text, verb.range)) return undefined
    const at = toSource(script.text, verb.range).end
    edits.push({ start: at, end: at, text: ` ${option}` })
  }
  return { title: `Add \`${option}\``, safe: true, edits }
}
