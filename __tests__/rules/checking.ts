import * as v from 'valibot'
import { type Build, modelBuild } from '../../src/build/build.js'
import { ignoreScope } from '../../src/build/ignore-files/ignore-scope.js'
import { type Repository, UNKNOWN_REPOSITORY } from '../../src/build/repository.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { parseDockerignore } from '../../src/documents/dockerignore/document.js'
import { dockerfileDocument, ignoreFileDocument } from '../../src/documents/reviewed-document.js'
import { applyEdits } from '../../src/fixes/edits.js'
import { type CheckedDockerfile, type CheckedIgnoreFile, proveEach } from '../../src/fixes/prove.js'
import { check, checkIgnoreFile } from '../../src/rules/check.js'
import type { Finding } from '../../src/rules/finding.js'
import type { Rule } from '../../src/rules/rule.js'
import { defaultSettings } from '../../src/settings/defaults.js'
import { FakeShellcheck } from './fake-shellcheck.js'

export type Files = Readonly<Record<string, string>>

/** A repository of these files and the Dockerfile; of nothing that is known when there are none. */
export function repositoryOf(dockerfile: string, files: Files | undefined, path = 'Dockerfile'): Repository {
  if (files === undefined) return UNKNOWN_REPOSITORY
  const texts = new Map(Object.entries({ [path]: dockerfile, ...files }))
  return { texts, files: new Map([...texts].map(([name, text]) => [name, text.length])), isComplete: true }
}

/** The rule as a configuration with these options has it. */
export function configured(rule: Rule, options: Rule['examples'][0]['options']): Rule {
  const schema = rule.options
  if (options === undefined || schema === undefined) return rule
  return { ...rule, check: (build: Build) => rule.check?.(build, v.parse(schema, options)) ?? [] }
}

/** Checks a text with some rules and proves their fixes. */
export function checked(text: string, rules: readonly Rule[], files?: Files, path = 'Dockerfile'): CheckedDockerfile {
  const asksShellcheck = rules.some(({ id }) => id === 'shellcheck')
  const known = repositoryOf(text, files, path)
  const repository = asksShellcheck ? { ...known, shellVerdicts: new FakeShellcheck() } : known
  const settings = defaultSettings(rules)
  const build = modelBuild(parseDockerfile(path, text), repository)
  const document = dockerfileDocument(build.dockerfile)
  const unproved = { document, build, repository, settings, findings: check(build, settings) }
  return { ...unproved, findings: proveEach(unproved) }
}

/** The same for a `.dockerignore`. */
export function checkedIgnoreFile(text: string, rules: readonly Rule[], files?: Files): CheckedIgnoreFile {
  const ignore = parseDockerignore('.dockerignore', text)
  const scope = ignoreScope(ignore, repositoryOf(text, files ?? {}, '.dockerignore'))
  const settings = defaultSettings(rules)
  const document = ignoreFileDocument(ignore)
  const unproved = { document, scope, settings, findings: checkIgnoreFile(scope, settings) }
  return { ...unproved, findings: proveEach(unproved) }
}

/** What one or more rules say of a Dockerfile, or of an ignore file where they are for such. */
export function findingsOf(text: string, rules: readonly Rule[], files?: Files): readonly Finding[] {
  const areForIgnoreFiles = rules.every(({ checkIgnoreFile }) => checkIgnoreFile)
  return (areForIgnoreFiles ? checkedIgnoreFile : checked)(text, rules, files).findings
}

/** Applies the fixes of a rule, one after the other, until none is left. */
export function fixed(text: string, rules: readonly Rule[], files?: Files): string {
  let current = text
  for (let round = 0; round < 20; round++) {
    const fix = findingsOf(current, rules, files).find(finding => finding.fix)?.fix
    if (fix === undefined) return current
    current = applyEdits(current, fix.edits)
  }
  throw new Error(`no end of fixes:\n${current}`)
}

/** The source text that each finding points at, with its message. */
export function said(text: string, rules: readonly Rule[], files?: Files): readonly string[] {
  return findingsOf(text, rules, files).map(
    ({ range, message }) => `${text.slice(range.start, range.end)} | ${message}`,
  )
}
