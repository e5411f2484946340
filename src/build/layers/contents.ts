import type { Files, Layer } from './layer.js'
import { holdsAll, mayMeet, meet, type Selector, selected, targetsOf } from './selector.js'
import type { Touched } from './touched.js'

/** What becomes of a layer: taken from the cache, run again, or one of the two as the output of a RUN has it. */
export type Verdict = 'cached' | 'depends' | 'rebuilt'

/** What became of files. */
export type Content = 'same' | 'changed' | 'unknown'

/** A file that a RUN writes each time that it runs. */
export interface Written {
  /** In the image, absolute. */
  readonly path: string
  /** It comes out otherwise than before. */
  readonly isChanged: boolean
}

/** What is known of a build when its layers are asked for what lies in them. */
export interface Answers {
  verdictOf(layer: Layer): Verdict
  /** The changed files of the context that it reads. */
  touchedOf(layer: Layer): Touched | undefined
  /** True when a build argument that it depends on has changed. */
  isSetAnew(layer: Layer): boolean
  isChosenAnew(files: Files): boolean
  /** All that a RUN writes that runs again; undefined when that is not known. */
  writtenBy(run: Layer): readonly Written[] | undefined
}

/** Changed content, and where each changed file may lie; undefined when that is not known. */
interface State {
  readonly content: Content
  readonly places: readonly (readonly string[])[]
}

const SAME: State = { content: 'same', places: [] }
const UNKNOWN: State = { content: 'unknown', places: [] }

/** Whether files of a stage that are selected come out of a build otherwise than before. Symbolic links are not followed. */
export function contentOf(files: Files, selector: Selector, answers: Answers): Content {
  const layers: Layer[] = []
  let start = files
  for (; start.layer; start = start.layer.below) layers.unshift(start.layer)
  const first = startContent(start, selector, answers)
  return layers.reduce((before, layer) => behindLayer(layer, before, selector, answers), first).content
}

function startContent(start: Files, selector: Selector, answers: Answers): State {
  const isSame = start.choices.every(choice => contentOf(choice, selector, answers) === 'same')
  return isSame && !answers.isChosenAnew(start) ? SAME : UNKNOWN
}

function behindLayer(layer: Layer, before: State, selector: Selector, answers: Answers): State {
  const { output } = layer
  if (output.kind === 'nothing' || answers.verdictOf(layer) === 'cached') return before
  if (output.kind === 'anything') return behindRun(answers.writtenBy(layer), before, selector)
  const { destination } = output
  if (destination === undefined || answers.isSetAnew(layer)) return UNKNOWN
  if (!mayMeet(selector, destination)) return before
  const brought = broughtBy(layer, destination, selector, answers)
  if (brought.content !== 'same') return brought
  return without(before, places => places.some(place => meet(place, destination)))
}

/** What is left of a change when some of its places may be written over with what was there before. */
function without(before: State, isOver: (places: readonly string[]) => boolean): State {
  if (before.content !== 'changed') return before
  const places = before.places.filter(one => !isOver(one))
  return places.length > 0 ? { content: 'changed', places } : UNKNOWN
}

function behindRun(written: readonly Written[] | undefined, before: State, selector: Selector): State {
  if (written === undefined) return UNKNOWN
  const all = written.map(({ path }) => path.slice(1))
  const isOver = (places: readonly string[]) => places.some(place => all.includes(place))
  const changed = written.flatMap(({ path, isChanged }) => (isChanged ? [path.slice(1)] : []))
  const places = changed.filter(path => selected(selector, path)).map(path => [path])
  if (places.length > 0) return { content: 'changed', places }
  const isAllOver = before.places.length > 0 && before.places.flat().every(place => all.includes(place))
  return isAllOver ? SAME : without(before, isOver)
}

/** What a COPY that runs again puts where the selected files are, apart from what it put there before. */
function broughtBy(layer: Layer, destination: string, selector: Selector, answers: Answers): State {
  const { inputs, output } = layer
  const touched = answers.touchedOf(layer)
  if (touched?.isOpen || output.kind !== 'copies') return UNKNOWN
  const places: (readonly string[])[] = []
  let isOpen = false
  for (const file of touched?.files ?? []) {
    const source = selected(file.selector, file.path)
    if (source === undefined || output.keepsFolders || (output.unpacks && source.rest === '')) return UNKNOWN
    const targets = targetsOf(source, destination, output.isFolder)
    const hits = targets.filter(target => selected(selector, target)).length
    if (hits === targets.length) places.push(targets)
    else if (hits > 0) isOpen = true
  }
  for (const { from, selector: taken } of inputs) {
    if (from === undefined) continue
    const content = taken ? contentOf(from, taken, answers) : 'unknown'
    if (content === 'changed' && holdsAll(selector, destination)) places.push([destination])
    else if (content !== 'same') isOpen = true
  }
  if (places.length > 0) return { content: 'changed', places }
  return isOpen ? UNKNOWN : SAME
}
