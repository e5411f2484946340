import picomatch from 'picomatch'

const matchers = new Map<string, (path: string) => boolean>()

/** True when a glob from the repository's root takes `path` in. A folder's name takes in all below it. */
export function matches(glob: string, path: string): boolean {
  let isMatch = matchers.get(glob)
  if (isMatch === undefined) {
    const folder = glob.endsWith('/') ? glob.slice(0, -1) : glob
    // Git allows line ends in names, which a dot takes in only with this flag.
    isMatch = picomatch([glob, `${folder}/**`], { dot: true, flags: 's' })
    matchers.set(glob, isMatch)
  }
  return isMatch(path)
}
