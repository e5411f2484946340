import { mountsOf } from '../../documents/dockerfile/mounts.js'
import { matchesGlob, parseGlob } from '../../documents/dockerignore/glob.js'
import { rememberedFor } from '../../remembered.js'
import type { Build } from '../build.js'
import { stepsOf } from '../build.js'
import { contextSharers } from '../builds/context-sharers.js'
import { copiesOf } from '../copies.js'
import type { Repository } from '../repository.js'
import { expand } from '../variables.js'

/**
 * True when some build with this context may name a file or folder of this name, in a COPY or a mount; also when nobody can
 * tell, since a Dockerfile was not read or a variable decides.
 */
export function mayBeNamed(repository: Repository, root: string, name: string): boolean {
  const parts = namedParts(repository, root)
  return parts === undefined || [...parts].some(part => part === name || isMatch(part, name))
}

/** All that lies there is not this. */
const ALL = /^\*+$/

function isMatch(part: string, name: string): boolean {
  if (!/[*?[]/.test(part) || ALL.test(part)) return false
  try {
    return matchesGlob(parseGlob(part), name)
  } catch {
    return true
  }
}

const namedParts = rememberedFor((repository: Repository, root: string): ReadonlySet<string> | undefined => {
  const parts = new Set<string>()
  for (const build of contextSharers(repository, root) ?? [undefined]) {
    const paths = build && namedPaths(build)
    if (paths === undefined) return undefined
    for (const path of paths) for (const part of path.split('/')) parts.add(part)
  }
  return parts
})

/** What a build takes from its context; undefined when a variable decides. */
function namedPaths(build: Build): readonly string[] | undefined {
  const { escape } = build.dockerfile
  const paths: string[] = []
  for (const { instruction, state } of stepsOf(build, 'COPY', 'ADD', 'RUN')) {
    const copied = copiesOf(instruction).flatMap(({ from, sources }) => (from === undefined ? sources : []))
    const mounted = mountsOf(instruction).filter(({ type, options }) => type === 'bind' && !options.has('from'))
    const sources = mounted.map(({ options }) => options.get('source') ?? options.get('src') ?? '')
    for (const text of [...copied.map(word => word.text), ...sources]) {
      const path = expand(state.variables, text, escape)
      if (path === undefined) return undefined
      paths.push(path)
    }
  }
  return paths
}
