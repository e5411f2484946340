import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { modelBuild } from '../src/build/build.js'
import type { Repository } from '../src/build/repository.js'
import { parseDockerfile } from '../src/documents/dockerfile/document.js'
import { proveEach } from '../src/fixes/prove.js'
import { neighboursOf } from '../src/inputs/neighbours.js'
import { check } from '../src/rules/check.js'
import { RULES } from '../src/rules/index.js'
import { defaultSettings } from '../src/settings/defaults.js'

export interface Files {
  readonly root: string
  readonly names: readonly string[]
  readonly dockerfiles: readonly { readonly path: string; readonly text: string }[]
}

const settings = defaultSettings()
const repositories = new Map<string, Repository>()

/** Parse, model, check and prove each Dockerfile; the repository's files are read once and kept. */
export function reviewFiles(files: Files): void {
  const repository = repositoryOf(files)
  for (const { path, text } of files.dockerfiles) {
    const build = modelBuild(parseDockerfile(path, text), repository)
    proveEach({ build, repository, settings, findings: check(build, settings) })
  }
}

function repositoryOf({ root, names, dockerfiles }: Files): Repository {
  const known = repositories.get(root)
  if (known) return known
  const files = new Map(names.map(name => [name, 1]))
  const near = neighboursOf(
    dockerfiles.map(({ path }) => path),
    files,
  )
  const texts = new Map(near.map(path => [path, readFileSync(join(root, path), 'utf8')]))
  const repository = { files, isComplete: true, texts }
  repositories.set(root, repository)
  return repository
}

/** What the rules' pages show, as one repository. */
export function ruleExamples(): Files {
  const texts = RULES.flatMap(({ examples, silent }) => [
    ...examples.map(({ before }) => before),
    ...silent.map(one => one.text),
  ])
  return { root: 'rules', names: [], dockerfiles: texts.map((text, i) => ({ path: `${i}/Dockerfile`, text })) }
}
