import { ANN, resolveThread } from '../github/people.js'
import { pressSuggestions } from '../github/suggestions.js'
import { botComments, isLive } from './comments.js'
import type { Happening } from './people-steps.js'
import { weighted } from './random.js'
import { newText, RULE_NAMES, TEXT_EDITS } from './texts.js'
import { CONFIG, type Configured, configText, type Files, forcePush, moveMain, push, type World } from './world.js'

const PATHS = ['Dockerfile', 'api/Dockerfile', 'web/Dockerfile', 'Dockerfile.dev', 'ops/app.Dockerfile']

export const PUSHES: readonly (readonly [weight: number, happening: Happening])[] = [
  [60, editSome],
  [12, press],
  [4, addFile],
  [3, renameFile],
  [2, removeFile],
  [2, revertFile],
  [5, configure],
  [2, forcePushed],
  [3, rebased],
  [2, mainMoves],
]

export function dockerfilesOf(files: Files): readonly string[] {
  return [...files.keys()].filter(path => path.includes('Dockerfile'))
}

function changeOne(world: World, change: (path: string, text: string) => string | undefined, what: string) {
  const path = pickFile(world)
  const text = path === undefined ? undefined : world.head.get(path)
  const after = path === undefined || text === undefined ? undefined : change(path, text)
  if (path === undefined || after === undefined || after === text) return undefined
  push(world, new Map(world.head).set(path, after))
  return `${what} in ${path}`
}

/** Mostly one that the pull request changes already. */
function pickFile({ random, head, base }: World): string | undefined {
  const all = dockerfilesOf(head)
  const changed = all.filter(path => head.get(path) !== base.get(path))
  const some = changed.length > 0 && random.chance(0.8) ? changed : all
  return some.length > 0 ? random.pick(some) : undefined
}

/** One edit or a few in one push. */
function editSome(world: World): string | undefined {
  const names: string[] = []
  const edit = (_: string, before: string) => {
    let text = before
    for (let count = 1 + world.random.integer(3); count > 0; count--) {
      const { name, apply } = weighted(world.random, TEXT_EDITS)
      const after = apply(text, world.random)
      if (after === undefined || after === text) continue
      names.push(name)
      text = after
    }
    return text
  }
  const done = changeOne(world, edit, '')
  return done && `${names.join(', ')}${done}`
}

/** Commits one suggestion of a file or all of them. */
function press(world: World): string | undefined {
  const live = botComments(world.github.state).filter(
    comment => isLive(comment) && comment.word === undefined && /^`{3,}suggestion$/m.test(comment.body),
  )
  if (live.length === 0) return undefined
  const { path } = world.random.pick(live)
  const here = live.filter(comment => comment.path === path)
  const chosen = world.random.chance(0.3) ? here : [world.random.pick(here)]
  const text = world.head.get(path) ?? ''
  const pressed = chosen.map(({ body, anchor }) => ({ body, line: anchor?.last ?? 0, start_line: anchor?.first ?? 0 }))
  try {
    push(world, new Map(world.head).set(path, pressSuggestions(text, pressed)))
  } catch (error) {
    // A comment may be older than the last push: GitHub offers its button, and may refuse it.
    return `the buttons of ${path} do not work: ${(error as Error).message}`
  }
  // GitHub resolves the conversation with it, in the name of who pressed.
  const resolves = world.random.chance(0.5)
  if (resolves) for (const { id } of chosen) resolveThread(world.github.state, id, ANN)
  return `press ${chosen.map(({ id }) => id).join(', ')} in ${path}${resolves ? ', which resolves it' : ''}`
}

function addFile(world: World): string | undefined {
  const free = PATHS.filter(path => !world.head.has(path))
  if (free.length === 0) return undefined
  const path = world.random.pick(free)
  const copied = world.random.chance(0.3) ? pickFile(world) : undefined
  push(world, new Map(world.head).set(path, world.head.get(copied ?? '') ?? newText(world.random)))
  return `add ${path}${copied ? ` as a copy of ${copied}` : ''}`
}

function renameFile(world: World): string | undefined {
  const from = pickFile(world)
  const free = PATHS.filter(path => !world.head.has(path))
  if (from === undefined || free.length === 0) return undefined
  const to = world.random.pick(free)
  const files = new Map(world.head).set(to, world.head.get(from) as string)
  files.delete(from)
  push(world, files)
  return `rename ${from} to ${to}`
}

function removeFile(world: World): string | undefined {
  const path = pickFile(world)
  if (path === undefined || dockerfilesOf(world.head).length < 2) return undefined
  const files = new Map(world.head)
  files.delete(path)
  push(world, files)
  return `remove ${path}`
}

function revertFile(world: World): string | undefined {
  const changed = dockerfilesOf(world.base).filter(path => world.head.get(path) !== world.base.get(path))
  if (changed.length === 0) return undefined
  const path = world.random.pick(changed)
  push(world, new Map(world.head).set(path, world.base.get(path) as string))
  return `revert ${path}`
}

function configure(world: World): string | undefined {
  const { random, configured } = world
  const toggled = (list: readonly string[], item: string) =>
    list.includes(item) ? list.filter(other => other !== item) : [...list, item]
  const next: Configured = weighted(random, [
    [4, { ...configured, off: toggled(configured.off, random.pick(RULE_NAMES)) }],
    [2, { ...configured, exclude: toggled(configured.exclude, random.pick(PATHS)) }],
    [2, { ...configured, maxComments: random.pick([undefined, 1, 3, 30]) }],
    [2, { ...configured, failOn: random.pick([undefined, 'warning', 'info', 'never'] as const) }],
  ])
  world.configured = next
  push(world, withConfig(world.head, next))
  return `configure ${JSON.stringify(configText(next))}`
}

function withConfig(files: Files, configured: Configured): Files {
  const text = configText(configured)
  const after = new Map(files)
  if (text === undefined) after.delete(CONFIG)
  else after.set(CONFIG, text)
  return after
}

function forcePushed(world: World): string {
  forcePush(world, rebasedFiles(world))
  return 'force-push all as one commit'
}

function rebased(world: World): string {
  mainMoves(world)
  forcePush(world, rebasedFiles(world))
  return 'rebase onto main, which has moved'
}

/** What the branch changed stays, the rest is as on `main` now. */
function rebasedFiles({ head, base, main }: World): Files {
  const paths = new Set([...head.keys(), ...main.keys()])
  return new Map(
    [...paths].flatMap(path => {
      const text = head.get(path) === base.get(path) ? main.get(path) : head.get(path)
      return text === undefined ? [] : [[path, text] as const]
    }),
  )
}

function mainMoves(world: World): string {
  const path = world.random.pick(['README.md', 'Dockerfile', 'api/Dockerfile'])
  const text = world.main.get(path) ?? ''
  const added = path === 'README.md' ? 'more\n' : `RUN cd srv\nENV M${world.random.integer(100)}=1\n`
  const lines = text.split('\n')
  const after = world.random.chance(0.5) ? text + added : [lines[0], added.trimEnd(), ...lines.slice(1)].join('\n')
  moveMain(world, new Map(world.main).set(path, after))
  return `main changes ${path}`
}
