import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { modelBuild, runsOf } from '../src/build/build.js'
import type { Repository } from '../src/build/repository.js'
import { parseDockerfile } from '../src/documents/dockerfile/document.js'
import { proveEach } from '../src/fixes/prove.js'
import { neighboursOf } from '../src/inputs/neighbours.js'
import { check } from '../src/rules/check.js'
import { RULES } from '../src/rules/index.js'
import type { Rule } from '../src/rules/rule.js'
import { defaultSettings } from '../src/settings/defaults.js'
import type { RuleSetting, Settings } from '../src/settings/settings.js'

export { isDockerfileName } from '../src/documents/dockerfile/names.js'

export interface Files {
  readonly root: string
  readonly names: readonly string[]
  readonly dockerfiles: readonly { readonly path: string; readonly text: string }[]
}

const usual = defaultSettings()
const repositories = new Map<string, Repository>()

/** Parse, model, check and prove each Dockerfile; the repository's files are read once and kept. */
export function reviewFiles(files: Files, settings = usual): void {
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

/** Milliseconds that each rule takes, its share of the proofs included, and those of everything together. */
export function ruleTimes(all: readonly Files[]): { total: number; times: ReadonlyMap<string, number> } {
  const times = new Map<string, number>()
  const timed: Settings = { ...usual, rules: usual.rules.map(setting => timedRule(setting, times)) }
  const start = performance.now()
  for (const files of all) reviewFiles(files, timed)
  return { total: performance.now() - start, times }
}

function timedRule(setting: RuleSetting, times: Map<string, number>): RuleSetting {
  const { rule } = setting
  const check: NonNullable<Rule['check']> = (build, options) => {
    // What all rules read is nobody's.
    runsOf(build)
    const start = performance.now()
    const problems = [...(rule.check?.(build, options) ?? [])]
    times.set(rule.id, (times.get(rule.id) ?? 0) + performance.now() - start)
    return problems
  }
  return { ...setting, rule: { ...rule, check } }
}

/** Milliseconds for one Dockerfile of at least so many bytes: the examples of the rules, again and again. */
export function largeFile(bytes: number): number {
  const texts = ruleExamples()
    .dockerfiles.map(({ text }) => text)
    .filter(text => parseDockerfile('Dockerfile', text).error === undefined)
  const once = texts.map(text => `${text.trimEnd()}\n`).join('')
  const text = once.repeat(Math.ceil(bytes / once.length))
  const start = performance.now()
  reviewFiles({ root: 'large', names: [], dockerfiles: [{ path: 'Dockerfile', text }] })
  return performance.now() - start
}

/** What the rules' pages show, as one repository. */
export function ruleExamples(): Files {
  const texts = RULES.flatMap(({ examples, silent }) => [
    ...examples.map(({ before }) => before),
    ...silent.map(one => one.text),
  ])
  return { root: 'rules', names: [], dockerfiles: texts.map((text, i) => ({ path: `${i}/Dockerfile`, text })) }
}
