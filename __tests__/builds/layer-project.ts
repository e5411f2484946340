import { chmodSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Layer } from '../../src/build/layers/layer.js'
import { layersOf } from '../../src/build/layers/layers-of.js'
import { type Assumptions, verdictsOf } from '../../src/build/layers/verdicts.js'
import { model } from '../build/modelling.js'
import type { Files } from '../rules/checking.js'
import { folderWith } from './docker.js'
import { buildSteps, type EngineStep } from './steps.js'

/** Something that is done to a project between two builds. Paths are from the repository's root. */
export type Change =
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'remove' | 'chmod' | 'touch'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'argument'; readonly name: string; readonly value: string }

/** A repository with one Dockerfile, and what is done to it, one after the other. */
export interface LayerProject {
  readonly name: string
  /** From the repository's root; the context is its folder. */
  readonly path?: string
  readonly dockerfile: string
  readonly files: Files
  readonly target?: string
  readonly options?: readonly string[]
  readonly changes: readonly (readonly Change[])[]
  /** Some answer is that it cannot be told. */
  readonly isOpen?: boolean
}

/** A step of which the engine did something else than the model said, or which it does not know. */
export type Disagreement = string

/** What was asked and told, for the figures. */
export interface Tally {
  builds: number
  cached: number
  rebuilt: number
  open: number
  /** Of those that only the output of a RUN decides, which the model is not told. */
  depending: number
}

/**
 * Builds a project, then once more behind each change, and holds what was CACHED against the model: once as it is told by the text
 * alone, and once when it knows what each RUN writes.
 */
export async function disagreements(
  project: LayerProject,
  linksStandApart: boolean,
  tally: Tally,
): Promise<readonly Disagreement[]> {
  const { name, path = 'Dockerfile', dockerfile, target, changes, isOpen = false } = project
  let files: Files = project.files
  const folder = folderWith({ ...files, [path]: dockerfile })
  const context = join(folder, dirname(path))
  const settings = new Map<string, string>()
  const build = () =>
    buildSteps(context, join(folder, path), [
      ...(target === undefined ? [] : ['--target', target]),
      ...(project.options ?? []),
      ...[...settings].flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    ])
  const found: Disagreement[] = []
  try {
    const modelled = () => layersOf(model(dockerfile, files, path), target)
    let layers = modelled()
    let before = inOrder(layers, await build())
    for (const change of changes) {
      for (const one of change) act(folder, one, settings)
      const next = inOrder(layers, await build())
      tally.builds++
      const old = before
      const logs = new Map(layers.map((layer, i) => [layer, [old[i]?.log ?? '', next[i]?.log ?? ''] as const]))
      const writtenBy: Assumptions['writtenBy'] = layer => writtenOf(layer, logs)
      const asked = { paths: pathsOf(change), arguments: argumentsOf(change) }
      files = change.reduce(afterwards, files)
      const answers = [
        { layers, verdicts: verdictsOf(layers, asked, { linksStandApart, writtenBy }), isTold: true },
        { layers, verdicts: verdictsOf(layers, asked), isTold: false },
      ]
      const ignoresAnew = change.some(one => 'path' in one && one.path.endsWith('.dockerignore'))
      layers = modelled()
      // By path alone: whether the files are still there makes no difference.
      if (!ignoresAnew) answers.push({ layers, verdicts: verdictsOf(layers, asked), isTold: false })
      for (const { layers: asked, verdicts, isTold } of answers)
        for (const [i, layer] of asked.entries()) {
          const verdict = verdicts.get(layer) ?? 'none'
          const done = next[i]?.isCached ? 'cached' : 'rebuilt'
          if (verdict === 'depends') {
            if (isTold) tally.open++
            else tally.depending++
          } else if (isTold) tally[done]++
          if (verdict === done || (verdict === 'depends' && (!isTold || isOpen))) continue
          found.push(`${name}: ${JSON.stringify(change)}: ${verdict}, but ${done}: ${next[i]?.text}`)
        }
      // A RUN that was cached has written what it wrote before.
      before = next.map((step, i) => (step.isCached ? { ...step, log: old[i]?.log ?? '' } : step))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return found
}

/** The engine's steps as the model has them. */
function inOrder(layers: readonly Layer[], steps: readonly EngineStep[]): readonly EngineStep[] {
  const rest = [...steps]
  const ordered = layers.map(
    ({
      instruction,
      step: {
        stage: { stage },
      },
    }) => {
      const label = stage.name ?? `stage-${stage.index}`
      const own = rest.filter(one => one.stage === undefined || one.stage === label)
      // Two stages may have one name.
      const at = rest.indexOf((own.find(({ text }) => text === instruction.logical.text) ?? own[0]) as EngineStep)
      const [found] = at === -1 ? [] : rest.splice(at, 1)
      if (found === undefined) throw new Error(`no step of ${label} is left in\n${list(steps)}`)
      return found
    },
  )
  if (rest.length > 0) throw new Error(`the model does not know\n${list(rest)}`)
  return ordered
}

function list(steps: readonly EngineStep[]): string {
  return steps.map(({ stage, number, text }) => `[${stage} ${number}] ${text}`).join('\n')
}

/** In these projects a RUN writes what it says, or nothing. */
function writtenOf(layer: Layer, logs: ReadonlyMap<Layer, readonly [string, string]>) {
  const [, path] = /\btee (\/\S+)/.exec(layer.instruction.arguments.text) ?? []
  const [before, after] = logs.get(layer) ?? ['', '']
  return path === undefined ? [] : [{ path, isChanged: before !== after }]
}

function pathsOf(change: readonly Change[]): ReadonlySet<string> {
  return new Set(
    change.flatMap(one => {
      if (one.kind === 'argument' || one.kind === 'touch') return []
      return one.kind === 'rename' ? [one.path, one.to] : [one.path]
    }),
  )
}

function argumentsOf(change: readonly Change[]): ReadonlySet<string> {
  return new Set(change.flatMap(one => (one.kind === 'argument' ? [one.name] : [])))
}

/** The files behind a change, as far as the model knows of them: paths, and what the ignore file says. */
export function afterwards(files: Files, change: Change): Files {
  if (change.kind === 'write') return { ...files, [change.path]: change.text }
  if (change.kind !== 'remove' && change.kind !== 'rename') return files
  const { [change.path]: text = '', ...rest } = files
  return change.kind === 'rename' ? { ...rest, [change.to]: text } : rest
}

function act(folder: string, change: Change, settings: Map<string, string>): void {
  if (change.kind === 'argument') {
    settings.set(change.name, change.value)
    return
  }
  const whole = join(folder, change.path)
  if (change.kind === 'remove') rmSync(whole)
  if (change.kind === 'chmod') chmodSync(whole, 0o755)
  if (change.kind === 'touch') utimesSync(whole, 1_000_000_000, 1_000_000_000)
  const to = change.kind === 'rename' ? join(folder, change.to) : whole
  mkdirSync(dirname(to), { recursive: true })
  if (change.kind === 'rename') renameSync(whole, to)
  if (change.kind === 'write') writeFileSync(whole, change.text)
}
