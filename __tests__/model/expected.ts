import type { Repository } from '../../src/build/repository.js'
import { checkChange } from '../../src/drydock.js'
import { type LineSpan, touch } from '../../src/inputs/change.js'
import { readHunks } from '../../src/inputs/hunks.js'
import type { CheckedFile } from '../../src/review/compose.js'
import { type Fingerprint, fingerprintsOf } from '../../src/review/fingerprint.js'
import { suggestionOf } from '../../src/review/group.js'
import { instructionLines, linesOf } from '../../src/review/place.js'
import type { ReviewOptions } from '../../src/review/review.js'
import type { Finding } from '../../src/rules/finding.js'
import { parseConfig } from '../../src/settings/config.js'
import { fileFilter, reviewOptions, settingsFrom } from '../../src/settings/resolve.js'
import type { Settings } from '../../src/settings/settings.js'
import { pullRequestFiles, type State } from '../github/state.js'
import { CONFIG, type World } from './world.js'

/** A finding at the head, found without a look at what was said of it. */
export interface Expected {
  readonly rule: string
  readonly path: string
  readonly first: number
  readonly last: number
  /** All lines of its instruction. */
  readonly around: LineSpan
  /** Where a comment on it may stand: at its lines, or where its fix is. */
  readonly places: readonly LineSpan[]
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly print: Fingerprint
  readonly isIgnored: boolean
}

/** What is so at the head, whatever the pull request shows. */
export interface Truth {
  readonly head: string
  readonly files: readonly CheckedFile[]
  readonly findings: readonly Expected[]
  readonly repository: Repository
  readonly settings: Settings
  readonly options: ReviewOptions
  /** Files that cannot be parsed: the rules have not looked at them. */
  readonly broken: ReadonlySet<string>
  /** Buttons that were tried. */
  readonly pressed: Set<string>
}

const newest = new WeakMap<State, { readonly key: string; readonly truth: Truth }>()

/** Found anew only when the pull request has changed. */
export function truthOf(world: World): Truth {
  const { state } = world.github
  const key = `${state.pullRequest.base.sha} ${state.pullRequest.head.sha}`
  const known = newest.get(state)
  if (known?.key === key) return known.truth
  const truth = findTruth(world)
  newest.set(state, { key, truth })
  return truth
}

function findTruth({ head: files, github: { state } }: World): Truth {
  const config = parseConfig(CONFIG, files.get(CONFIG) ?? '')
  const isDockerfile = fileFilter(config, {})
  const settings = settingsFrom(config)
  const sizes = new Map([...files].map(([path, text]) => [path, Buffer.byteLength(text)]))
  const repository: Repository = { files: sizes, isComplete: true, texts: files, ...takenAway(state, files) }
  const changed = pullRequestFiles(state).flatMap(({ filename: path, status, patch, previous_filename }) => {
    const text = files.get(path)
    if (status === 'removed' || text === undefined || !isDockerfile(path)) return []
    return [{ path, text, previousPath: previous_filename, ...readHunks(patch) }]
  })
  const checked = checkChange({ files: changed, unread: [], repository }, settings)
  return {
    head: state.pullRequest.head.sha,
    files: checked,
    findings: checked.flatMap(({ checked: one }) => expectedIn(one)),
    ...{ repository, settings, options: reviewOptions(config, {}) },
    broken: new Set(checked.flatMap(({ file, checked: one }) => (one.document.isBroken ? [file.path] : []))),
    pressed: new Set(),
  }
}

/** What the pull request takes away, folders that are empty then as well, and where it went. */
function takenAway(state: State, head: ReadonlyMap<string, string>): Pick<Repository, 'gone' | 'moved'> {
  const changes = pullRequestFiles(state)
  const moved = changes.flatMap(({ filename, previous_filename: from }) => (from ? [[from, filename] as const] : []))
  const removed = changes.flatMap(({ filename, status }) => (status === 'removed' ? filename : []))
  const files = [...moved.map(([from]) => from), ...removed].filter(path => !head.has(path))
  const folders = files.flatMap(path => {
    const parts = path.split('/').slice(0, -1)
    return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
  })
  const isLeft = (folder: string) => [...head.keys()].some(path => path.startsWith(`${folder}/`))
  return { moved: new Map(moved), gone: new Set([...files, ...folders.filter(folder => !isLeft(folder))]) }
}

function expectedIn(checked: CheckedFile['checked']): readonly Expected[] {
  const prints = fingerprintsOf(checked)
  return checked.findings.map(finding => ({
    ...{ rule: finding.rule.id, path: finding.path, ...linesOf(checked, finding), severity: finding.severity },
    ...{ message: finding.message, isIgnored: finding.ignoredBy !== undefined },
    around: instructionLines(checked, finding),
    places: placesOf(checked, finding),
    print: prints.get(finding) as Fingerprint,
  }))
}

/** Lines that a fix only adds, and what it adds far away, may go into a comment on the line below, too. */
function placesOf(checked: CheckedFile['checked'], finding: Finding): readonly LineSpan[] {
  const own = linesOf(checked, finding)
  const fix = suggestionOf(checked, [finding])
  if (fix === undefined) return [own]
  const addsLines = finding.fix?.edits.every(({ start, end, text }) => start === end && /^\n|\n$/.test(text))
  return [own, touch(own, fix) && !addsLines ? fix : { first: fix.first, last: fix.last + 1 }]
}

/** How a finding is called in the messages of the laws, and told apart from others. */
export function nameOf({ rule, path, first }: Pick<Expected, 'rule' | 'path' | 'first'>): string {
  return `${rule} at ${path}:${first}`
}

/** Its rule, its file and its text, without the ordinal. */
export function classOf({ rule, path, text }: Fingerprint): string {
  return `${rule}/${path}/${text}`
}
