import { readFileSync } from 'node:fs'
import { generate } from '../src/docs/generate.js'
import { NOT_BUILT, PROJECTS } from './builds/projects/index.js'

/** A file of this repository. */
export const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** What `npm run docs` writes, by path. */
export function generatedDocs(readme = read('README.md')): ReadonlyMap<string, string> {
  return generate({ readme, action: read('action.yml'), proof: { projects: PROJECTS, notBuilt: NOT_BUILT } })
}
