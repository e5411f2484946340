import type { Install, Needs } from '../package-managers/installs.js'
import { isManifest } from '../package-managers/installs.js'
import type { Context } from './context.js'
import { type ContextCopy, filesTaken, pathWithin } from './context-copies.js'
import { origin } from './image-files.js'
import { homeOf } from './state.js'

const CODE =
  /\.(?:astro|c|cc|clj|cpp|cs|cshtml|cts|dart|elm|erb|erl|ex|exs|fs|fsx|go|groovy|h|hpp|java|jsx?|kts?|mjs|mts|php|phtml|pyi?|razor|rb|rs|scala|svelte|swift|tsx?|vb|vue)$/i
const PAGES = /\.(?:css|graphql|haml|html?|ipynb|less|proto|sass|scss|sql|twig)$/i
const BUILD_SETTINGS = /(?:\.config|rc)\.[cm]?[jt]s$|(?:^|\/)(?:gulpfile|Gruntfile|Gulpfile)\.[jt]s$/
/** They lie in a context and change nothing of what is built. */
const BESIDES =
  /(?:^|\/)(?:Dockerfile[^/]*|[^/]*\.dockerfile|Containerfile[^/]*|(?:docker-)?compose[^/]*\.ya?ml|\.(?:docker|git)[^/]*|(?:README|LICENSE|CHANGELOG|CONTRIBUTING)[^/]*)$/i

const SYSTEM =
  /^\/(?:bin|boot|dev|etc|lib\w*|proc|run|sbin|sys|usr\/(?:bin|include|lib\w*|sbin|share)|usr\/local\/(?:bin|etc|include|lib|sbin|share)|var\/(?:cache|lib|run|spool))(?:\/|$)|^\/(?:go|home|tmp|usr|usr\/local|var)?$/

/** True when a copy goes to a folder of its own: in a system's or user's folder it may bring settings that installs read. */
function isProject({ destination, step: { state } }: ContextCopy): boolean {
  const home = homeOf(state)
  if (SYSTEM.test(destination)) return false
  if (home === undefined) return !/^\/(?:root|home\/[^/]+)$/.test(destination)
  return home !== destination && pathWithin(home, destination) === undefined
}

/** Tells copies of source from copies of manifests, settings and whatever else seldom changes. */
export function sourceTest(
  context: Context | undefined,
  copies: readonly ContextCopy[],
  needs: ReadonlyMap<Install, Needs>,
): (copy: ContextCopy) => boolean {
  const paths = [...needs.values()].flatMap(({ files }) => files)
  const needed = new Set(context ? paths.flatMap(path => origin(context, copies, path)?.source ?? []) : [])
  const isCode = (file: string) =>
    CODE.test(file) && !needed.has(file) && !isManifest(file) && !BUILD_SETTINGS.test(file)
  const known = new Map<ContextCopy, boolean>()
  return copy => {
    const answer = known.get(copy) ?? (isProject(copy) && brings(copy))
    known.set(copy, answer)
    return answer
  }

  function brings(copy: ContextCopy): boolean {
    const { placements } = copy
    if (context === undefined)
      return placements.some(({ kind, source }) => (kind === 'file' ? isCode(source) : source === ''))
    if (placements.some(({ source }) => source === ''))
      return filesTaken(copy, context).some(file => !needed.has(file) && !isManifest(file) && !BESIDES.test(file))
    if (placements.every(({ kind }) => kind === 'file')) return placements.some(({ source }) => isCode(source))
    return filesTaken(copy, context).some(file => isCode(file) || PAGES.test(file))
  }
}
