import { type Build, type RunStep, runsOf } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import { repairCache } from '../fixes/cache-repairs.js'
import { giveMount, moveMount, ownerOptions } from '../fixes/mount-edits.js'
import {
  type CacheUse,
  cacheUsesOf,
  type Defeat,
  holds,
  type PlacedMount,
  placedMounts,
} from '../package-managers/cache-uses.js'
import { isOfficial, keepsDownloads } from '../package-managers/docker-clean.js'
import { isWritableBy } from '../package-managers/mount-owners.js'
import { defineRule, type Problem } from './rule.js'

export const cacheMountDefeated = defineRule({
  id: 'cache-mount-defeated',
  aliases: [],
  title: 'Let the cache mount work',
  category: 'caching',
  severity: 'warning',
  why: `A cache mount beside \`--no-cache-dir\` stays empty, and one that the same RUN cleans up is empty again at its end: the next
build downloads everything once more, and the file looks as if it did not.

Measured with pip and 40 wheels of 85.5 MB together: with mount and flag the second build downloads all 40 again, without the flag
none. In one repository 25 of 25 cache mounts had no effect for this reason.`,
  fixable: 'sometimes',
  fixSafety: `The mount is not part of the image, so what no longer cleans it changes nothing in it. For apt the fix removes the
setting \`docker-clean\` from the image, and says so.`,
  examples: [
    {
      before:
        'FROM python:3.13\nCOPY requirements.txt .\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install --no-cache-dir -r requirements.txt\n',
      after:
        'FROM python:3.13\nCOPY requirements.txt .\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install -r requirements.txt\n',
    },
    {
      before:
        'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1 PYTHONUNBUFFERED=1\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n',
      after:
        'FROM python:3.13\nENV PYTHONUNBUFFERED=1\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n',
    },
    {
      before:
        'FROM node:22\nRUN --mount=type=cache,target=/root/.npm \\\n    npm ci && \\\n    npm cache clean --force\n',
      after: 'FROM node:22\nRUN --mount=type=cache,target=/root/.npm \\\n    npm ci\n',
    },
    {
      before:
        'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    apt-get update && apt-get install -y --no-install-recommends gcc \\\n    && rm -rf /var/lib/apt/lists/*\n',
      after:
        'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    rm -f /etc/apt/apt.conf.d/docker-clean \\\n    && apt-get update && apt-get install -y --no-install-recommends gcc\n',
    },
    {
      before: 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm npm ci\n',
      after: 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 npm ci\n',
    },
    {
      before: 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1001 npm ci\n',
      after: 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci\n',
    },
    {
      before:
        'FROM fedora:42\nRUN --mount=type=cache,target=/var/cache/libdnf5 \\\n    dnf install -y git && \\\n    dnf clean all\n',
      after: 'FROM fedora:42\nRUN --mount=type=cache,target=/var/cache/libdnf5 \\\n    dnf install -y git\n',
    },
    {
      before: 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/root/.npm,uid=1000 npm ci\n',
      after: 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci\n',
    },
  ],
  silent: [
    {
      why: 'a variable may be the user',
      text: 'FROM node:22\nARG ID=1000\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=$ID npm ci\n',
    },
    {
      why: 'it works',
      text: 'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n',
    },
    { why: 'without a mount the flag is right', text: 'FROM python:3.13\nRUN pip install --no-cache-dir flask\n' },
    {
      why: 'the flag is another program’s',
      text: 'FROM alpine:3.22\nRUN --mount=type=cache,target=/root/.cache/pip apk add --no-cache py3-pip && pip install a b c\n',
    },
    {
      why: 'something else is removed',
      text: 'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci && rm -rf /tmp/* /root/.npmrc\n',
    },
    {
      why: 'apt was told to keep downloads',
      text: 'FROM debian:12\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y gcc\n',
    },
    {
      why: 'anybody may write to it',
      text: 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,mode=0777 npm ci\n',
    },
    {
      why: 'the cache is where the variable says',
      text: 'FROM node:22\nENV npm_config_cache=/cache\nRUN --mount=type=cache,target=/cache npm ci\n',
    },
    {
      why: 'the mount is of another kind',
      text: 'FROM node:22\nRUN --mount=type=tmpfs,target=/root/.npm npm ci --no-audit\n',
    },
    {
      why: 'it is for a program that has no table',
      text: 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/data/x,uid=1000 npm ci && ./fetch /data/x\n',
    },
  ],
  references: [
    'https://docs.docker.com/reference/dockerfile/#run---mounttypecache',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  *check(build) {
    for (const run of runsOf(build)) {
      const mounts = placedMounts(run).filter(({ type }) => type === 'cache')
      if (mounts.length === 0) continue
      for (const use of cacheUsesOf(run)) {
        const serving = mounts.filter(mount => use.folders?.some(folder => holds(mount, folder)))
        if (serving.length === 0) yield* misplaced(run, use, mounts)
        else {
          yield* unwritable(run, serving)
          yield* defeated(build, run, use, serving)
        }
      }
    }
  },
})

/** Marks of the usual folders of a cache, wherever somebody's home is. */
const USUAL_ENDS: Readonly<Record<string, RegExp>> = {
  npm: /\/\.npm$/,
  pip: /\/\.cache\/pip$/,
  uv: /\/\.cache\/uv$/,
}

/** A mount that is plainly meant for the cache of a manager, in the home of another user. */
function* misplaced(
  run: RunStep,
  { cache, folders, calls }: CacheUse,
  mounts: readonly PlacedMount[],
): Iterable<Problem> {
  const end = USUAL_ENDS[cache.name]
  const [folder, ...others] = folders ?? []
  const mount = mounts.find(({ path }) => path !== undefined && end?.test(path))
  if (mount?.target === undefined || folder === undefined || others.length > 0) return
  yield {
    range: mount.flag.range,
    message: `\`${calls[0].program}\` keeps its cache in \`${folder}\` here, not in \`${mount.target}\`: the mount stays empty.`,
    fix: () => moveMount(run, mount, folder),
  }
}

/** A mount belongs to root unless it says otherwise: nobody else can write to it. */
function* unwritable({ state: { user } }: RunStep, mounts: readonly PlacedMount[]): Iterable<Problem> {
  if (user === undefined || !ownerOptions(user)) return
  for (const mount of mounts) {
    if (isWritableBy(mount.options, user)) continue
    const uid = mount.options.get('uid') ?? '0'
    yield {
      range: mount.flag.range,
      message: `The mount at \`${mount.path}\` belongs to ${uid === '0' ? 'root' : uid}, and \`${user.name}\` cannot write to it: it stays empty, or the command fails.`,
      fix: () => giveMount(mount, user),
    }
  }
}

function* defeated(build: Build, run: RunStep, use: CacheUse, mounts: readonly PlacedMount[]): Iterable<Problem> {
  const { cache } = use
  const empties = ({ folders }: Defeat, mount: PlacedMount) =>
    folders === undefined || folders.some(folder => holds(mount, folder))
  // What empties a folder that has no mount keeps the image small.
  const defeats = use.defeats.filter(defeat => mounts.some(mount => empties(defeat, mount)))
  const cleans =
    cache.name === 'apt' && mounts.some(({ path }) => path?.startsWith('/var/cache')) && isOfficial(run.stage)
  const isCleaned = cleans && !keepsDownloads(run)
  const [first] = defeats
  if (first === undefined && !isCleaned) return
  const names = [
    ...new Set([...defeats.map(({ name }) => `\`${name}\``), ...(isCleaned ? ["the image's `docker-clean`"] : [])]),
  ]
  const working = isCleaned ? [] : mounts.filter(mount => !defeats.some(defeat => empties(defeat, mount)))
  const which = working.length > 0 ? ` at \`${mounts.find(mount => !working.includes(mount))?.path}\`` : ''
  const range = first?.range ? toSource(run.script.text, first.range) : mounts[0]?.flag.range
  if (range === undefined) return
  yield {
    range,
    message: `The cache mount for ${cache.name}${which} has no effect: ${names.join(' and ')} ${names.length > 1 ? 'keep' : 'keeps'} it empty.`,
    fix: () => repairCache(build, run, { ...use, defeats }, isCleaned),
  }
}
