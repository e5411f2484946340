import { posix } from 'node:path'
import { type Mount, mountsOf } from '../../documents/dockerfile/mounts.js'
import type { Build, Step } from '../build.js'
import { type Copy, copiesOf } from '../copies.js'
import { folderOf, joinPath } from '../repository.js'
import type { StageBuild } from '../state.js'
import { expand } from '../variables.js'
import type { CacheMount, Files, Input, Output } from './layer.js'
import { type Selector, selected, selectorOf } from './selector.js'
import { copiedFrom, mountedFrom, type Origin } from './stage-names.js'

const URL_OR_GIT = /:\/\/|^git@/

/** The files of the stages above. */
type Above = ReadonlyMap<StageBuild, Files>

/** What a step reads of the build context and of the stages above; what lies elsewhere is taken to stay as it is. */
export function inputsOf(build: Build, step: Step, above: Above): readonly Input[] {
  const { instruction } = step
  if (instruction.keyword === 'RUN') return mountsOf(instruction).flatMap(mount => mounted(build, step, mount, above))
  return copiesOf(instruction).flatMap(copy => copied(build, step, copy, above))
}

function copied(build: Build, step: Step, { from, sources }: Copy, above: Above): readonly Input[] {
  const { escape } = build.dockerfile
  const excludes = step.instruction.flags.flatMap(({ name, value }) => (name === 'exclude' && value ? [value] : []))
  const keepsParents = step.instruction.flags.some(({ name }) => name === 'parents')
  return sources.flatMap(({ text }) => {
    const source = expand(step.state.variables, text, escape)
    if (source !== undefined && from === undefined && URL_OR_GIT.test(source)) return []
    const isOpen = source === undefined || excludes.some(value => value.includes('$'))
    const isDeep = keepsParents && /\*\*|\/\.\//.test(source ?? '')
    return inputs(build, copiedFrom(build, from), above, isOpen || isDeep ? undefined : selectorOf(source, excludes))
  })
}

function mounted(build: Build, step: Step, { type, options }: Mount, above: Above): readonly Input[] {
  const from = options.get('from')
  if (type !== 'bind' && (type !== 'cache' || from === undefined)) return []
  const source = expand(step.state.variables, options.get('source') ?? '', build.dockerfile.escape)
  return inputs(
    build,
    mountedFrom(build, from),
    above,
    source === undefined ? undefined : selectorOf(source, [], false),
  )
}

function inputs(build: Build, origin: Origin, above: Above, selector: Input['selector']): readonly Input[] {
  if (origin === 'outside') return []
  if (origin === 'context')
    return [{ from: undefined, selector: selector && isBehindLink(build, selector) ? undefined : selector }]
  const from = origin === 'unknown' ? undefined : above.get(origin)
  return [{ from, selector: from && selector }]
}

/** True for a source that a symbolic link stands for: BuildKit reads what the link leads to. */
function isBehindLink({ context, repository: { links } }: Build, selector: Selector): boolean {
  if (context === undefined || links === undefined || links.size === 0) return false
  for (let at = selector.path; at !== ''; at = folderOf(at)) if (links.has(joinPath(context.root, at))) return true
  if (selector.pattern === undefined) return false
  const start = context.root === '' ? '' : `${context.root}/`
  return [...links].some(link => link.startsWith(start) && selected(selector, link.slice(start.length))?.rest === '')
}

/** What a step writes. WORKDIR makes a folder at most. */
export function outputOf(build: Build, step: Step): Output {
  const { instruction, state } = step
  if (instruction.keyword === 'RUN') return { kind: 'anything' }
  const [copy] = copiesOf(instruction)
  if (copy === undefined) return { kind: 'nothing' }
  const written = expand(state.variables, copy.destination.text, build.dockerfile.escape)
  const isOpen = written === undefined || (state.workdir === undefined && !posix.isAbsolute(written))
  const destination = isOpen ? undefined : posix.resolve('/', state.workdir ?? '', written)
  return {
    kind: 'copies',
    destination: destination?.slice(1),
    isFolder: copy.sources.length > 1 || /(?:^|\/)\.{0,2}$/.test(written ?? '') || destination === state.workdir,
    unpacks: instruction.keyword === 'ADD',
    keepsFolders: instruction.flags.some(({ name }) => name === 'parents'),
  }
}

/** The cache mounts of a RUN. */
export function cacheMountsOf(build: Build, { instruction, state }: Step): readonly CacheMount[] {
  const valueOf = (text: string | undefined) =>
    text === undefined ? undefined : expand(state.variables, text, build.dockerfile.escape)
  return mountsOf(instruction).flatMap(({ type, target: written, options }) => {
    if (type !== 'cache') return []
    const given = valueOf(written)
    const isKnown = given !== undefined && (state.workdir !== undefined || posix.isAbsolute(given))
    const target = isKnown ? posix.resolve('/', state.workdir ?? '', given) : undefined
    const sharing = options.get('sharing')
    return {
      id: options.has('id') ? valueOf(options.get('id')) : target,
      target,
      sharing: sharing === 'private' || sharing === 'locked' ? sharing : 'shared',
    }
  })
}
