import { type Answers, contentOf, type Verdict, type Written } from './contents.js'
import type { Files, Layer } from './layer.js'
import { touchedBy } from './touched.js'

/** What is not as it was when everything was built. What no repository holds (images, URLs, the day) is taken to be as it was. */
export interface BuildChange {
  /** Files that came, went or have another content or mode, from the repository's root. The Dockerfile itself reads the same. */
  readonly paths: ReadonlySet<string>
  /** Build arguments with another value. */
  readonly arguments?: ReadonlySet<string>
}

/** What text does not tell about the builder and the programs. */
export interface Assumptions {
  /**
   * The builder can merge layers, so that `COPY --link` stands apart from what is below: true for BuildKit itself and with
   * containerd's image store, false with Docker Engine's own storage drivers.
   */
  readonly linksStandApart?: boolean
  /** All files that a RUN writes when it runs again; undefined when that is not known. */
  readonly writtenBy?: (run: Layer) => readonly Written[] | undefined
}

const RANK: Readonly<Record<Verdict, number>> = { cached: 0, depends: 1, rebuilt: 2 }

/**
 * What becomes of each layer in a build behind a change, when the one before left all layers in the cache.
 * @param layers of one build, as `layersOf` gives them
 */
export function verdictsOf(
  layers: readonly Layer[],
  change: BuildChange,
  { linksStandApart, writtenBy }: Assumptions = {},
): ReadonlyMap<Layer, Verdict> {
  const verdicts = new Map<Layer, Verdict>()
  /** Of a layer with all that is below it: only a linked one may be cached on top of what is not. */
  const wholes = new Map<Layer, Verdict>()
  const touched = touchedBy(layers, change.paths, writtenBy !== undefined)
  const isSet = (names: ReadonlySet<string>) => [...(change.arguments ?? [])].some(name => names.has(name))
  const answers: Answers = {
    verdictOf: layer => wholes.get(layer) ?? 'depends',
    touchedOf: layer => touched.get(layer),
    isSetAnew: layer => isSet(layer.arguments),
    isChosenAnew: ({ chosenBy }) => isSet(chosenBy),
    writtenBy: run => writtenBy?.(run),
  }
  for (const layer of layers) {
    const below = belowVerdict(layer.below, answers)
    const own = ownVerdict(layer, answers)
    const counted = !layer.isLinked || linksStandApart === false ? below : linksStandApart ? 'cached' : maybe(below)
    verdicts.set(layer, most(own, counted))
    wholes.set(layer, most(own, below))
  }
  return verdicts
}

/** The layers that surely run again. */
export function rebuiltBy(
  layers: readonly Layer[],
  paths: ReadonlySet<string>,
  assumptions?: Assumptions,
): ReadonlySet<Layer> {
  const verdicts = verdictsOf(layers, { paths }, assumptions)
  return new Set(layers.filter(layer => verdicts.get(layer) === 'rebuilt'))
}

/** Another layer below counts even where it comes out the same: only what is copied or mounted is compared by content. */
function belowVerdict(files: Files, answers: Answers): Verdict {
  const isOpen = answers.isChosenAnew(files) || files.choices.some(one => belowVerdict(one, answers) !== 'cached')
  return most(files.layer ? answers.verdictOf(files.layer) : 'cached', isOpen ? 'depends' : 'cached')
}

function ownVerdict(layer: Layer, answers: Answers): Verdict {
  const touched = answers.touchedOf(layer)
  if ((touched?.files.length ?? 0) > 0 || answers.isSetAnew(layer)) return 'rebuilt'
  let verdict: Verdict = touched?.isOpen ? 'depends' : 'cached'
  for (const { from, selector } of layer.inputs) {
    if (from === undefined) continue
    const content = selector ? contentOf(from, selector, answers) : openContent(from, answers)
    if (content === 'changed') return 'rebuilt'
    if (content === 'unknown') verdict = 'depends'
  }
  return verdict
}

/** What cannot be told of a stage is as it was when nothing in that stage has run again. */
function openContent(from: Files, answers: Answers): 'same' | 'unknown' {
  return belowVerdict(from, answers) === 'cached' ? 'same' : 'unknown'
}

function most(one: Verdict, other: Verdict): Verdict {
  return RANK[one] > RANK[other] ? one : other
}

function maybe(verdict: Verdict): Verdict {
  return verdict === 'rebuilt' ? 'depends' : verdict
}
