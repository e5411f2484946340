import { type Build, modelBuild, runsOf } from '../build/build.js'
import { needsBuildKit, oldBuilderOf, wantsNamedMounts } from '../build/builders-around.js'
import { otherContexts } from '../build/builds/views.js'
import type { IgnoreScope } from '../build/ignore-files/ignore-scope.js'
import type { Repository } from '../build/repository.js'
import { parseDockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import type { ReviewedDocument } from '../documents/reviewed-document.js'
import { lastIndexWhere } from '../documents/text.js'
import { remembered } from '../remembered.js'
import { type Found, problemsIn } from '../rules/check.js'
import type { Finding } from '../rules/finding.js'
import type { Rule } from '../rules/rule.js'
import type { Settings } from '../settings/settings.js'
import { applyEdits, areDisjoint, type Edit, sortEdits } from './edits.js'
import { refuteIgnoreFile } from './prove-ignore-file.js'

/** A file that was checked. */
interface CheckedFile {
  readonly document: ReviewedDocument
  readonly settings: Settings
  readonly findings: readonly Finding[]
}

/** A Dockerfile that was checked, with what it takes to check it once more. */
export interface CheckedDockerfile extends CheckedFile {
  readonly build: Build
  readonly repository: Repository
}

/** The same for an ignore file. */
export interface CheckedIgnoreFile extends CheckedFile {
  readonly scope: IgnoreScope
}

export type Checked = CheckedDockerfile | CheckedIgnoreFile

/**
 * Tries the fixes of some findings together, on text alone: the new file parses, these findings are gone, nothing new
 * appears, no other instruction changed.
 * @returns why they do not hold, undefined when they do
 */
export function refute(checked: Checked, fixed: readonly Finding[]): string | undefined {
  const { text } = checked.document
  if (isWornOut(checked)) return 'this file has too many findings to try every fix at once'
  const edits = sortEdits(fixed.flatMap(({ fix }) => fix?.edits ?? []))
  if (!areDisjoint(edits)) return 'its edits want the same text'
  const changed = applyEdits(text, edits)
  if (changed === text) return 'it changes nothing'
  return 'scope' in checked
    ? refuteIgnoreFile(checked.scope, checked.settings, changed, fixed, checked.findings)
    : refuteDockerfile(checked, fixed, edits, changed)
}

function refuteDockerfile(
  checked: CheckedDockerfile,
  fixed: readonly Finding[],
  edits: readonly Edit[],
  changed: string,
): string | undefined {
  const { build, repository, settings, findings } = checked
  const { path, text } = build.dockerfile
  if (mountsIn(changed) > mountsIn(text) && wantsNamedMounts(build.dockerfile, repository))
    return 'Railway builds it, and wants mounts that name the service'

  const dockerfile = parseDockerfile(path, changed, { dockerfile: build.dockerfile, until: edits[0]?.start ?? 0 })
  const oldBuilder = oldBuilderOf(build.dockerfile, repository)
  if (oldBuilder !== undefined && needsBuildKit(dockerfile))
    return `it needs BuildKit, and ${oldBuilder} builds without it`
  if (dockerfile.error) return `BuildKit would refuse the result: ${dockerfile.error.message}`
  const untouched = build.dockerfile.instructions.filter(instruction => !edits.some(edit => touches(edit, instruction)))
  if (!isSubsequence(untouched.map(textIn(text)), dockerfile.instructions.map(textIn(changed))))
    return 'it changes an instruction that it does not name'
  const after = modelBuild(dockerfile, repository, build)
  if (unreadable(after) > unreadable(build)) return 'a shell command can no longer be read'
  const own = newFinding(build, findings, fixed, after, problemsIn(after, settings))
  if (own !== undefined) return own
  for (const { build: other } of otherContexts(build)) {
    const there = modelBuild(dockerfile, repository, other)
    const found = newFinding(other, problemsIn(other, settings), fixed, there, problemsIn(there, settings))
    if (found !== undefined) return `${found}, as another build has another context`
  }
  return undefined
}

/**
 * Each proof reads the whole file once more. This many characters in all, for one file, take about ten seconds at most: enough for
 * 1,000 proofs in a usual one of 4 KB, and for 40 in one of 100 KB, above which nobody wrote it by hand.
 */
const PROOF_LIMIT = 4_000_000
const HAND_WRITTEN = 100_000
const PROOF_LIMIT_OF_LARGE = 1_000_000
const work = new WeakMap<Checked, number>()

function mountsIn(text: string): number {
  return text.split('type=cache').length
}

/** Counts a proof. @returns true when the file has had all that it gets */
function isWornOut(checked: Checked): boolean {
  const { length } = checked.document.text
  const spent = (work.get(checked) ?? 0) + length
  work.set(checked, spent)
  return spent > (length > HAND_WRITTEN ? PROOF_LIMIT_OF_LARGE : PROOF_LIMIT)
}

/** Findings with the fixes that hold; the others keep their message and lose the fix. */
export function proveEach(checked: Checked): readonly Finding[] {
  return checked.findings.map(finding => {
    if (finding.fix === undefined || finding.ignoredBy !== undefined) return finding
    const withheld = refute(checked, [finding])
    return withheld === undefined ? finding : { ...finding, fix: undefined, withheld }
  })
}

/** What is added right behind or in front of an instruction leaves it alone only if a line end lies between. */
function touches(edit: Edit, { range }: Instruction): boolean {
  if (edit.start !== edit.end) return edit.start < range.end && range.start < edit.end
  if (edit.start === range.end) return !/^\r?\n/.test(edit.text)
  if (edit.start === range.start) return !/\n[ \t]*$/.test(edit.text)
  return edit.start > range.start && edit.start < range.end
}

function textIn(text: string): (instruction: Instruction) => string {
  return ({ range }) => text.slice(range.start, range.end)
}

function isSubsequence(some: readonly string[], all: readonly string[]): boolean {
  let found = 0
  for (const text of all) if (text === some[found]) found++
  return found === some.length
}

const unreadable = remembered((build: Build): number => runsOf(build).filter(({ script }) => !script.editable).length)

/** Names the first rule that says more than it may, counting for each instruction that stays and for all others together. */
function newFinding(
  before: Build,
  findings: readonly Found[],
  fixed: readonly Finding[],
  after: Build,
  left: readonly Found[],
): string | undefined {
  const old = wordingsOf(before)
  const stays = readWordings(after, old.numbers)
  // Of several equal instructions one may have changed: then it cannot be told which finding is whose.
  const isKnown = (number: number) => old.counts[number] === stays.counts[number]
  const allowed = new Map<Rule, Map<number, number>>()
  const add = (build: Build, wordings: Wordings, { rule, range }: Found, count: number) => {
    const counts = allowed.get(rule) ?? new Map<number, number>()
    const number = numberAt(build, wordings, range.start)
    const key = number !== undefined && isKnown(number) ? number : ELSEWHERE
    allowed.set(rule, counts.set(key, (counts.get(key) ?? 0) + count))
  }
  for (const finding of findings) add(before, old, finding, 1)
  for (const finding of fixed) add(before, old, finding, -1)
  for (const finding of left) add(after, stays, finding, -1)
  for (const [rule, counts] of allowed)
    for (const count of counts.values()) if (count < 0) return `the rule ${rule.id} would find fault with the result`
  return undefined
}

/** Stands for all instructions that do not stay as they are. */
const ELSEWHERE = -1

/** Which instructions of a file are worded alike; a number stands for each text, as one of a megabyte is no key to look up often. */
interface Wordings {
  /** Those that were not known before. */
  readonly numbers: ReadonlyMap<string, number>
  /** The number of each instruction, from top to bottom. */
  readonly byIndex: readonly number[]
  /** How often the text of each number stands in the file. */
  readonly counts: readonly number[]
}

/** Of the file as it is, each proof asks again. */
const wordingsOf = remembered((build: Build) => readWordings(build, new Map()))

function readWordings({ dockerfile: { instructions, text } }: Build, known: ReadonlyMap<string, number>): Wordings {
  const numbers = new Map<string, number>()
  const counts: number[] = []
  const byIndex = instructions.map(textIn(text)).map(written => {
    const number = known.get(written) ?? numbers.get(written) ?? known.size + numbers.size
    if (!known.has(written)) numbers.set(written, number)
    counts[number] = (counts[number] ?? 0) + 1
    return number
  })
  return { numbers, byIndex, counts }
}

/** The number of the instruction around an offset. */
function numberAt({ dockerfile: { instructions } }: Build, { byIndex }: Wordings, offset: number): number | undefined {
  const at = lastIndexWhere(instructions.length, i => (instructions[i]?.range.start ?? 0) <= offset)
  const range = instructions[at]?.range
  return range !== undefined && range.start <= offset && offset <= range.end ? byIndex[at] : undefined
}
