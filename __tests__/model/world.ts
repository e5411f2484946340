import { rmSync } from 'node:fs'
import { git } from '../github/git.js'
import { newRepository } from '../github/git-repository.js'
import { addToken, DEFAULT_PERMISSIONS, MAY_RESOLVE, READ_ONLY } from '../github/permissions.js'
import { type LoopbackGitHub, startGitHub } from '../github/server.js'
import { ACTIONS_BOT } from '../github/state.js'
import { type Figures, noFigures } from './figures.js'
import type { Random } from './random.js'
import { newText } from './texts.js'

/** Every file of a commit. */
export type Files = ReadonlyMap<string, string>

/** What the configuration says. */
export interface Configured {
  readonly off: readonly string[]
  readonly exclude: readonly string[]
  readonly maxComments: number | undefined
  readonly failOn: 'error' | 'warning' | 'info' | 'never' | undefined
}

/** One pull request and all that has happened to it. */
export interface World {
  readonly random: Random
  readonly github: LoopbackGitHub
  readonly figures: Figures
  /** What was done, for who has to understand a failure. */
  readonly log: string[]
  /** At the pull request's head, and where its branch begins. */
  head: Files
  base: Files
  /** At the tip of `main`. */
  main: Files
  configured: Configured
  runs: number
}

/** Tokens of one and the same App that may do more or less. */
export const TOKENS = {
  usual: DEFAULT_PERMISSIONS,
  reading: READ_ONLY,
  resolving: MAY_RESOLVE,
  'without comments': { ...DEFAULT_PERMISSIONS, 'pull-requests': 'read' },
  'without checks': { ...DEFAULT_PERMISSIONS, checks: 'none' },
} as const
export type TokenName = keyof typeof TOKENS

export const CONFIG = '.drydock.yaml'

const OLD = `FROM node:22
ENV OLD=1
MAINTAINER old
RUN make old
WORKDIR old
EXPOSE 80
LABEL c="d"
RUN make
ENV B=2
ADD old /old
CMD ["node", "x.js"]
`

export async function newWorld(random: Random): Promise<World> {
  const directory = newRepository()
  const base: Files = new Map([
    ['README.md', 'x\n'],
    ['Dockerfile', OLD],
    ['api/Dockerfile', OLD.replaceAll('old', 'api')],
  ])
  const start = commit(directory, 'main', undefined, base)
  const head: Files = new Map(base).set('web/Dockerfile', newText(random))
  commit(directory, 'feature', start, head)
  const place = { owner: 'acme', repo: 'app', number: 7, base: 'main', head: 'feature' }
  const github = await startGitHub({ directory, ...place, followsRenames: random.chance(0.5) })
  for (const [name, permissions] of Object.entries(TOKENS)) addToken(github.state, name, ACTIONS_BOT, permissions)
  const configured: Configured = { off: [], exclude: [], maxComments: random.pick([undefined, 3]), failOn: undefined }
  return { ...{ random, github, figures: noFigures(), log: [], configured, runs: 0 }, head, base, main: base }
}

export async function closeWorld({ github }: World): Promise<void> {
  await github.close()
  rmSync(github.state.directory, { recursive: true, force: true })
}

/** Makes `files` the pull request's newest commit. */
export function push(world: World, files: Files): void {
  const { state } = world.github
  world.head = files
  state.pullRequest.head.sha = commit(state.directory, 'feature', state.pullRequest.head.sha, files)
}

/** Makes `files` the only commit of the pull request, on the newest `main`. */
export function forcePush(world: World, files: Files): void {
  const { state } = world.github
  world.head = files
  world.base = world.main
  state.pullRequest.head.sha = commit(state.directory, 'feature', state.pullRequest.base.sha, files)
}

/** Others merge something else. */
export function moveMain(world: World, files: Files): void {
  const { base } = world.github.state.pullRequest
  world.main = files
  base.sha = commit(world.github.state.directory, 'main', base.sha, files)
}

/** The text of the configuration; undefined where there is nothing to say. */
export function configText({ off, exclude, maxComments, failOn }: Configured): string | undefined {
  const lines = [
    ...(off.length > 0 ? [`rules: { ${off.map(rule => `${rule}: 'off'`).join(', ')} }`] : []),
    ...(exclude.length > 0 ? [`exclude: [${exclude.join(', ')}]`] : []),
    ...(maxComments === undefined ? [] : [`max-comments: ${maxComments}`]),
    ...(failOn === undefined ? [] : [`fail-on: ${failOn}`]),
  ]
  return lines.length > 0 ? `${lines.join('\n')}\n` : undefined
}

/** `git commit` takes four processes for what this does in one. */
function commit(directory: string, branch: string, parent: string | undefined, files: Files): string {
  const contents = [...files].map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`)
  const input = [
    `commit refs/heads/${branch}\nmark :1\ncommitter Octocat <octocat@github.com> 1750000000 +0000\n${data(branch)}`,
    ...(parent === undefined ? [] : [`from ${parent}`]),
    ...['deleteall', ...contents, 'get-mark :1', ''],
  ]
  return git(directory, ['fast-import', '--quiet', '--force'], input.join('\n')).toString().trim()
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`
}
