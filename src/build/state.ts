import { posix } from 'node:path'
import type { Dockerfile, Stage } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import { isPosixShell, shellBody } from '../documents/dockerfile/shell-body.js'
import { namedShells } from '../documents/dockerfile/shell-pragma.js'
import { callsOf } from '../documents/shell/calls.js'
import type { Script } from '../documents/shell/script.js'
import { type BaseImage, baseImage, ROOT, type User } from './base-images.js'
import { createdUsers } from './created-users.js'
import { initialState } from './initial-state.js'
import {
  baseVariables,
  declare,
  expand,
  type Given,
  handedOn,
  isDeclared,
  NOTHING_GIVEN,
  type Variables,
  valueOf,
} from './variables.js'

/** What is in force where an instruction stands, before it runs. */
export interface State {
  readonly variables: Variables
  /** Undefined when the base image decides and is not known. */
  readonly user: User | undefined
  /** True when USER was used. */
  readonly userIsSet: boolean
  /** Users that the image has besides root, as far as they are known. */
  readonly users: readonly User[]
  /** Absolute; undefined when it cannot be known. */
  readonly workdir: string | undefined
  readonly shell: readonly string[]
  /** True when SHELL was used. */
  readonly shellIsSet: boolean
}

export interface StageBuild {
  readonly stage: Stage
  /** The stage that FROM names, if it names one. */
  readonly parent: StageBuild | undefined
  /** FROM with variables expanded, undefined when they are not known. A stage's name when `parent` is there. */
  readonly reference: string | undefined
  readonly image: BaseImage
  /** The state before each instruction, and one more behind the last. */
  readonly states: readonly State[]
}

/** What holds for all stages of a build. */
interface Start {
  readonly dockerfile: Dockerfile
  readonly given: Given
  /** The ARGs before the first FROM. */
  readonly globals: Variables
}

/**
 * Follows a Dockerfile from top to bottom and keeps what is in force at each instruction.
 * @param earlier of a Dockerfile that may share its first instructions with this one, which spares following them; given the same
 */
export function buildStages(
  dockerfile: Dockerfile,
  earlier: readonly StageBuild[] = [],
  given: Given = NOTHING_GIVEN,
): readonly StageBuild[] {
  const { escape } = dockerfile
  let globals = baseVariables({}, true)
  for (const instruction of dockerfile.globals)
    if (instruction.keyword === 'ARG') globals = declare(globals, instruction, escape, given)
  const start: Start = { dockerfile, given, globals }
  const stages: StageBuild[] = []
  const byName = new Map<string | undefined, StageBuild>()
  const namedUntil = namedShells(dockerfile)
  // A shell that is named above all stages is that of each, one further down is that of its stage.
  const usual = namedUntil(dockerfile.stages[0]?.from.range.start ?? 0)
  for (const stage of dockerfile.stages) {
    const reference = expand(globals, stage.image.text, escape)
    const parent = byName.get(reference?.toLowerCase())
    const there = earlier[stages.length]
    const known = there?.stage.from === stage.from ? there : undefined
    const same = known === undefined ? 0 : sharedBy(known.stage, stage)
    const [last, before] = [stage.instructions[same - 1], known?.states[same - 1]]
    const states: State[] = known?.states.slice(0, same) ?? []
    const image = parent?.image ?? baseImage(reference ?? '')
    let state: State
    if (last && before) state = advance(before, last, start)
    else {
      state = inherited(parent) ?? withShell(initialState(reference, image, escape), usual)
      for (const { trigger } of parent?.stage.instructions ?? []) if (trigger) state = advance(state, trigger, start)
    }
    namedUntil(last?.range.end ?? stage.from.range.start)
    for (const instruction of stage.instructions.slice(same)) {
      state = seenAsRoot(withShell(state, namedUntil(instruction.range.end)), instruction, dockerfile)
      states.push(state)
      state = advance(state, instruction, start)
    }
    states.push(state)
    const isSame = same === states.length - 1 && states.length === known?.states.length && parent === known.parent
    const built = isSame ? known : { stage, parent, reference, image, states }
    stages.push(built)
    // BuildKit looks names up among the stages above; of two with one name the lower one is found.
    if (stage.name !== undefined) byName.set(stage.name, built)
  }
  return stages
}

/** How many instructions two stages have in common: all that stands above them is the same, too. */
function sharedBy(one: Stage, { instructions }: Stage): number {
  const first = instructions.findIndex((instruction, i) => instruction !== one.instructions[i])
  return first === -1 ? instructions.length : first
}

/** The image of a stage has its ENVs; ARGs are seen further down only where no ENV of that name is. */
function inherited(parent: StageBuild | undefined): State | undefined {
  const state = parent?.states.at(-1)
  return state && { ...state, variables: handedOn(state.variables) }
}

function withShell(state: State, shell: readonly string[] | undefined): State {
  return shell === undefined ? state : { ...state, shell }
}

/** Every step has its own list: no image has so many users. */
const USERS_LIMIT = 1000

const NEEDS_ROOT = new Set(['apt', 'apt-get', 'apk', 'dnf', 'groupadd', 'microdnf', 'useradd', 'yum', 'zypper'])

/** Who installs system packages without sudo is root, whatever image that may be. */
function seenAsRoot(state: State, instruction: Instruction, dockerfile: Dockerfile): State {
  if (state.user?.uid === 0 || state.userIsSet || instruction.keyword !== 'RUN') return state
  const script = scriptOf(dockerfile, instruction, state)
  const isRoot = script && callsOf(script).some(call => NEEDS_ROOT.has(call.program) && !call.asOtherUser)
  return isRoot ? { ...state, user: ROOT } : state
}

function advance(state: State, instruction: Instruction, { dockerfile, given, globals }: Start): State {
  const { escape } = dockerfile
  const valueIn = (text: string) => expand(state.variables, text, escape)
  switch (instruction.keyword) {
    case 'ENV':
      return { ...state, variables: declare(state.variables, instruction, escape, given) }
    case 'ARG':
      return { ...state, variables: declare(state.variables, instruction, escape, given, globals) }
    case 'WORKDIR':
      return { ...state, workdir: resolve(state.workdir, valueIn(instruction.arguments.text)) }
    case 'USER':
      return { ...state, userIsSet: true, user: userNamed(valueIn(instruction.arguments.text), state.users) }
    case 'SHELL':
      return { ...state, shell: (instruction.json ?? []).map(word => word.text), shellIsSet: true }
    case 'RUN': {
      const script = scriptOf(dockerfile, instruction, state)
      if (script === undefined) return state
      const created = createdUsers(script, valueIn)
      const known = changesUsers(script) ? state.users.map(withoutNumbers) : state.users
      if (created.length === 0) return { ...state, users: known }
      return { ...state, users: [...created.toReversed(), ...known].slice(0, USERS_LIMIT) }
    }
    default:
      return state
  }
}

function changesUsers(script: Script): boolean {
  return callsOf(script).some(({ program }) => program === 'usermod' || program === 'groupmod')
}

function withoutNumbers({ name, home }: User): User {
  return { name, home, uid: undefined, gid: undefined }
}

/** The shell script of an instruction in shell form, if its shell is one that we can read. */
export function scriptOf(dockerfile: Dockerfile, instruction: Instruction, state: State): Script | undefined {
  if (!isPosixShell(state.shell)) return undefined
  const script = shellBody(instruction, dockerfile.text)
  // To dash, the `sh` of Debian, `a &> b` is `a` in the background: measured, the RUN ends at once.
  return script?.text.text.includes('&>') && /(?:^|\/)(?:da)?sh$/.test(state.shell[0] ?? '') ? undefined : script
}

function resolve(base: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  if (posix.isAbsolute(path)) return posix.normalize(path)
  return base && posix.join(base, path)
}

/** The user of `USER name[:group]`; numbers and names lead to the same one. */
function userNamed(text: string | undefined, users: readonly User[]): User | undefined {
  if (text === undefined) return undefined
  const [name = '', group] = text.split(':', 2)
  if (name === 'root' || name === '0') return ROOT
  const uid = /^\d+$/.test(name) ? Number(name) : undefined
  const known = users.find(other => other.name === name || (uid !== undefined && other.uid === uid))
  const gid = group !== undefined && /^\d+$/.test(group) ? Number(group) : known?.gid
  return { name, uid: uid ?? known?.uid, gid, home: known?.home }
}

/** HOME in a RUN: as ENV has it, else as the user's entry has it. */
export function homeOf({ variables, user }: State): string | undefined {
  return isDeclared(variables, 'HOME') ? valueOf(variables, 'HOME') : user?.home
}
