/** A path with variables: the parts between them. */
export type Place = readonly string[]

const VARIABLE = /\$\{?\w+\}?|\{\{[^{}]*\}\}/
/** Nobody writes longer paths (characters), or puts more variables into one. */
const LENGTH_LIMIT = 300
const PARTS_LIMIT = 4

export function hasVariable(path: string): boolean {
  return VARIABLE.test(path)
}

/** @returns undefined for what is no path that somebody wrote */
export function placeOf(path: string): Place | undefined {
  const parts = path.length > LENGTH_LIMIT ? [] : path.split(VARIABLE)
  return parts.length === 0 || parts.length > PARTS_LIMIT ? undefined : parts
}

/** True when a path can be the one that is meant: variables stand for anything. */
export function isAt([first = '', ...others]: Place, path: string): boolean {
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const [i, part] of others.entries()) {
    // A folder in a variable may be the one where it stands.
    const bare = part.startsWith('/') && (at === 0 || path[at - 1] === '/') ? part.slice(1) : undefined
    if (i === others.length - 1)
      return (path.endsWith(part) && path.length - part.length >= at) || path.slice(at) === bare
    const isBare = bare !== undefined && path.startsWith(bare, at)
    const found = isBare ? at : path.indexOf(part, at)
    if (found === -1) return false
    at = found + (isBare ? bare : part).length
  }
  return at === path.length
}
