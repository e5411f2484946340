import { remembered, rememberedFor } from '../../remembered.js'
import type { Build } from '../build.js'
import type { Context } from '../context.js'
import { grouped } from '../grouped.js'
import { filesBelow, folderOf, joinPath } from '../repository.js'
import type { Files, Layer } from './layer.js'
import { type Selector, selected } from './selector.js'

/** What changed files of the build context are to a layer. */
export interface Touched {
  /** Paths in the context that the layer surely reads, with the source that stands for them. */
  readonly files: readonly { readonly path: string; readonly selector: Selector }[]
  /** Whether it reads what changed cannot be told. */
  readonly isOpen: boolean
}

interface Reader {
  readonly layer: Layer
  readonly selector: Selector
  /** Without `--exclude`: what that keeps out may still bring a folder. */
  readonly whole: Selector
}

/** Readers whose sources begin at one path: those to be asked of every file there, and those of files with one name at one place. */
interface Start {
  readonly all: readonly Reader[]
  readonly named: readonly (readonly [number, ReadonlyMap<string | undefined, readonly Reader[]>])[]
}

interface Readers {
  readonly byPath: ReadonlyMap<string, Start>
  /** Layers of which it is not known what they read of the context. */
  readonly open: readonly Layer[]
  /** Layers that read the context. */
  readonly count: number
}

const readersOf = remembered((layers: readonly Layer[]): Readers => {
  const readers = layers.flatMap(layer =>
    layer.inputs.flatMap(({ from, selector }) => {
      if (from || !selector) return []
      return { layer, selector, whole: selector.excluded ? { ...selector, excluded: undefined } : selector }
    }),
  )
  const open = layers.filter(({ inputs }) => inputs.some(({ from, selector }) => !from && !selector))
  const count = new Set([...readers.map(({ layer }) => layer), ...open]).size
  const starts = [...grouped(readers, ({ selector }) => selector.path)]
  return { byPath: new Map(starts.map(([path, list]) => [path, startOf(list)])), open, count }
})

function startOf(readers: readonly Reader[]): Start {
  const nameOf = ({ selector }: Reader) => selector.pattern?.names.at(-1)
  const places = grouped(readers, reader => nameOf(reader)?.[0])
  const named = [...places].flatMap(([place, list]) =>
    place === undefined ? [] : [[place, grouped(list, reader => nameOf(reader)?.[1])] as const],
  )
  return { all: places.get(undefined) ?? [], named }
}

/** The readers that may read a file. */
function readersAt({ byPath }: Readers, path: string, parts: readonly string[]): readonly Reader[] {
  const found: Reader[] = []
  for (let at = path; ; at = folderOf(at)) {
    const start = byPath.get(at)
    if (start) {
      for (const reader of start.all) found.push(reader)
      for (const [place, byName] of start.named) for (const reader of byName.get(parts[place]) ?? []) found.push(reader)
    }
    if (at === '') return found
  }
}

/**
 * The layers whose files another stage reads: where each changed file comes to lie has to be known.
 * @param areRunsKnown whether it is known what each RUN writes; else what stands below one makes no difference
 */
const watchedOf = rememberedFor((layers: readonly Layer[], areRunsKnown: boolean): ReadonlySet<Layer> => {
  const watched = new Set<Layer>()
  const watch = (files: Files): void => {
    const { layer, choices } = files
    for (const choice of choices) watch(choice)
    if (layer === undefined || watched.has(layer)) return
    watched.add(layer)
    if (areRunsKnown || layer.instruction.keyword !== 'RUN') watch(layer.below)
  }
  for (const { inputs } of layers) for (const { from } of inputs) if (from) watch(from)
  return watched
})

/** Histories have the same paths again and again. */
const ignoredAt = rememberedFor((context: Context, path: string) => context.isIgnored(path))

/**
 * Which layers read files of the context at these paths, whether or not anything is there.
 * @param changed from the repository's root
 * @param areRunsKnown whether it is known what each RUN writes
 */
export function touchedBy(
  layers: readonly Layer[],
  changed: ReadonlySet<string>,
  areRunsKnown: boolean,
): ReadonlyMap<Layer, Touched> {
  const found = new Map<Layer, { files: { path: string; selector: Selector }[]; isOpen: boolean }>()
  const entryOf = (layer: Layer) => {
    const entry = found.get(layer) ?? { files: [], isOpen: false }
    found.set(layer, entry)
    return entry
  }
  const [first] = layers
  if (first === undefined || changed.size === 0) return found
  const { context } = first.build
  // With another ignore file anything may come or go.
  if (context === undefined || ignoreFiles(first.build, context).some(path => changed.has(path)))
    for (const layer of layers) if (layer.inputs.some(({ from }) => from === undefined)) entryOf(layer).isOpen = true
  if (context === undefined) return found
  const readers = readersOf(layers)
  const { open, count } = readers
  const watched = watchedOf(layers, areRunsKnown)
  const start = context.root === '' ? '' : `${context.root}/`
  const passing = passingFolders(first.build, context, changed)
  const settled = new Set<Layer>()
  for (const whole of changed) {
    if (settled.size === count) break
    if (!whole.startsWith(start)) continue
    const path = whole.slice(start.length)
    const parts = path.split('/')
    const isTaken = () => !ignoredAt(context, path)
    if (open.some(layer => !found.get(layer)?.isOpen) && (isTaken() || passing(path).length > 0))
      for (const layer of open) entryOf(layer).isOpen = true
    for (const { layer, selector, whole: all } of readersAt(readers, path, parts)) {
      if (settled.has(layer) || selected(all, path, parts) === undefined) continue
      if (isTaken() && (all === selector || selected(selector, path, parts))) {
        entryOf(layer).files.push({ path, selector })
        if (!watched.has(layer)) settled.add(layer)
      } else if (passing(path).some(folder => folder !== selector.path && selected(selector, folder)))
        entryOf(layer).isOpen = true
    }
  }
  return found
}

/**
 * The folders above a path that may have come or gone with it. They are in the context although all that lies in them is ignored,
 * and then count: measured.
 */
function passingFolders({ repository }: Build, context: Context, changed: ReadonlySet<string>) {
  const known = new Map<string, readonly string[]>()
  const above = (folder: string): readonly string[] => {
    if (folder === '') return []
    const answer = known.get(folder) ?? [
      ...above(folderOf(folder)),
      ...(stays(joinPath(context.root, folder)) || ignoredAt(context, folder) ? [] : [folder]),
    ]
    known.set(folder, answer)
    return answer
  }
  const stays = (folder: string) => filesBelow(repository, folder).some(file => !changed.has(file))
  return (path: string) => above(folderOf(path))
}

/** Where the ignore file of a build lies, or would lie. */
function ignoreFiles({ dockerfile, repository }: Build, { root }: Context): readonly string[] {
  const own = `${dockerfile.path}.dockerignore`
  return repository.files.has(own) ? [own] : [own, joinPath(root, '.dockerignore')]
}
