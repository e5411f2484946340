import { remembered } from '../../remembered.js'
import type { Build } from '../build.js'
import type { Context } from '../context.js'
import { filesBelow, folderOf, joinPath } from '../repository.js'
import type { Input, Layer } from './layer.js'
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
}

interface Readers {
  /** By the path at which their sources begin. */
  readonly byStart: ReadonlyMap<string, readonly Reader[]>
  /** Layers of which it is not known what they read of the context. */
  readonly open: readonly Layer[]
  /** Layers whose files another stage reads: where each changed file comes to lie has to be known. */
  readonly watched: ReadonlySet<Layer>
}

const readersOf = remembered((layers: readonly Layer[]): Readers => {
  const byStart = new Map<string, Reader[]>()
  const open: Layer[] = []
  const watched = new Set<Layer>()
  for (const layer of layers)
    for (const { from, selector } of layer.inputs) {
      if (from) watch(from, watched)
      else if (selector === undefined) open.push(layer)
      else {
        const list = byStart.get(selector.path)
        if (list) list.push({ layer, selector })
        else byStart.set(selector.path, [{ layer, selector }])
      }
    }
  return { byStart, open, watched }
})

function watch(from: NonNullable<Input['from']>, watched: Set<Layer>): void {
  for (const choice of from.choices) watch(choice, watched)
  for (let { layer } = from; layer && !watched.has(layer); { layer } = layer.below) {
    watched.add(layer)
    for (const choice of layer.below.choices) watch(choice, watched)
  }
}

/**
 * Which layers read files of the context at these paths, whether or not anything is there.
 * @param changed from the repository's root
 */
export function touchedBy(layers: readonly Layer[], changed: ReadonlySet<string>): ReadonlyMap<Layer, Touched> {
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
  const { byStart, open, watched } = readersOf(layers)
  const start = context.root === '' ? '' : `${context.root}/`
  const isSettled = (layer: Layer) => !watched.has(layer) && (found.get(layer)?.files.length ?? 0) > 0
  const passing = passingFolders(first.build, context, changed)
  for (const whole of changed) {
    if (!whole.startsWith(start)) continue
    const path = whole.slice(start.length)
    let known: boolean | undefined
    const isTaken = () => {
      known ??= !context.isIgnored(path)
      return known
    }
    if (open.some(layer => !found.get(layer)?.isOpen) && (isTaken() || passing(path).length > 0))
      for (const layer of open) entryOf(layer).isOpen = true
    for (let at = path; ; at = folderOf(at)) {
      for (const { layer, selector } of byStart.get(at) ?? []) {
        if (isSettled(layer)) continue
        if (selected(selector, path) && isTaken()) entryOf(layer).files.push({ path, selector })
        else if (passing(path).some(folder => folder !== selector.path && selected(selector, folder)))
          entryOf(layer).isOpen = true
      }
      if (at === '') break
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
      ...(stays(joinPath(context.root, folder)) || context.isIgnored(folder) ? [] : [folder]),
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
