import type { Flag } from '../documents/dockerfile/instruction.js'
import { remembered } from '../remembered.js'
import { type Build, stagesNamed, stepsOf } from './build.js'
import { copiesOf } from './copies.js'

/** A `COPY --from` that names no stage where it plainly should. */
export interface UnknownSource {
  readonly flag: Flag
  /** As it is written. */
  readonly name: string
  /** Why BuildKit stops there; undefined where it takes the name for an image. */
  readonly fault: 'variable' | 'number' | undefined
  /** The one stage above whose name differs by a slip. */
  readonly meant: string | undefined
}

export const unknownSources = remembered((build: Build): readonly UnknownSource[] => {
  const { stages } = build
  const names = stages.map(({ stage }) => stage.name)
  return stepsOf(build, 'COPY').flatMap(({ instruction, stage, isTrigger }) => {
    const name = copiesOf(instruction)[0]?.from
    const flag = instruction.flags.find(one => one.name === 'from')
    if (name === undefined || flag === undefined || isTrigger) return []
    if (stagesNamed(build, name.toLowerCase()).length > 0) return []
    const fault = faultOf(name, stages.length)
    const meant = fault ? undefined : nearest(name, names.slice(0, stage.stage.index))
    return fault === undefined && meant === undefined ? [] : [{ flag, name, fault, meant }]
  })
})

function faultOf(name: string, stages: number): UnknownSource['fault'] {
  if (/\$\w|\$\{/.test(name)) return 'variable'
  return /^[+-]?\d+$/.test(name) && !(Number(name) >= 0 && Number(name) < stages) ? 'number' : undefined
}

/** Names of images that people copy from, and near to usual names of stages. */
const IMAGES = new Set([
  'busybox',
  'composer',
  'docker',
  'golang',
  'node',
  'nginx',
  'python',
  'alpine',
  'rust',
  'ruby',
  'php',
])

/** The one stage whose name differs by a slip. */
function nearest(from: string, stages: readonly (string | undefined)[]): string | undefined {
  const name = from.toLowerCase()
  if (IMAGES.has(name) || !/^[a-z][a-z0-9_-]*$/.test(name)) return undefined
  const near = stages.flatMap(stage => (stage !== undefined && isSlip(name, stage) ? [stage] : []))
  return near.length === 1 ? near[0] : undefined
}

function isSlip(name: string, stage: string): boolean {
  if (name.replace(/[-_]/g, '') === stage.replace(/[-_]/g, '')) return true
  if (/^build(?:er)?$/.test(name) && /^build(?:er)?$/.test(stage)) return true
  if (name.length < 5 || stage.length < 5 || name.replace(/\d+/g, '') === stage.replace(/\d+/g, '')) return false
  if (IMAGES.has(stage)) return false
  let start = 0
  while (start < name.length && name[start] === stage[start]) start++
  let end = 0
  while (end < Math.min(name.length, stage.length) - start && name.at(-1 - end) === stage.at(-1 - end)) end++
  const [a, b] = [name.slice(start, name.length - end), stage.slice(start, stage.length - end)]
  if (a.length <= 1 && b.length <= 1) return !/\d/.test(a + b)
  return a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]
}
