import { matches } from '../path-globs.js'

/** Names of files that are Dockerfiles, wherever they lie. */
export const DOCKERFILE_GLOBS: readonly string[] = [
  '**/Dockerfile',
  '**/Containerfile',
  '**/Containerfile.*',
  '**/Dockerfile.*',
  '**/*.Dockerfile',
  '**/*.dockerfile',
]

/** What came with somebody else's code: what is wrong there is mended elsewhere. A service may be called vendor. */
export const FOREIGN_GLOBS: readonly string[] = ['**/node_modules/**', '**/vendor/*/**/*']
/** Files of such names that are none, as ignore files, documentation, and templates that only become Dockerfiles. */
export const NO_DOCKERFILE_GLOBS: readonly string[] = [
  ...FOREIGN_GLOBS,
  '**/*.{dockerignore,md,rst,txt,orig,rej,bak,swp}',
  '**/*.{erb,in,j2,jinja,jinja2,mustache,template,tmpl,tpl,tt}',
]

/** True for the usual names of Dockerfiles. */
export function isDockerfileName(path: string): boolean {
  // What all globs have, asked first: a repository may have 100,000 files.
  if (!/[Dd]ockerfile|Containerfile/.test(path)) return false
  const isIn = (globs: readonly string[]) => globs.some(glob => matches(glob, path))
  return isIn(DOCKERFILE_GLOBS) && !isIn(NO_DOCKERFILE_GLOBS)
}
