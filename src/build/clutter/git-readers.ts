import type { Call } from '../../documents/shell/calls.js'
import { remembered } from '../../remembered.js'
import { type Build, type RunStep, runsOf, stepsOf } from '../build.js'
import { nameOf, type Repository } from '../repository.js'

/** Programs that do the same with and without a repository around them. */
const PLAIN =
  /^(?:|:|\[|addgroup|adduser|apk|apt|apt-get|cat|cd|chgrp|chmod|chown|corepack|cp|curl|dnf|echo|exit|export|false|find|grep|groupadd|groupmod|head|install|ldconfig|ln|locale-gen|ls|microdnf|mkdir|mv|printf|rm|sed|set|sleep|tail|tar|tdnf|test|touch|tr|true|unzip|update-ca-certificates|useradd|usermod|wget|xargs|yum|zypper)$/

/** Package managers with the words after which they only install. */
const INSTALLERS: readonly (readonly [programs: RegExp, verbs: RegExp])[] = [
  [/^(?:npm|pnpm|yarn|bun)$/, /^(?:ci|clean-install|i|install|fetch|cache|config|prune|set|store)$/],
  [/^pip3?(?:\.\d+)?$|^uv$/, /^(?:install|pip|cache|venv)$/],
  [/^go$/, /^(?:mod|clean|version|env)$/],
  [/^(?:composer|bundle|gem)$/, /^(?:install|config|update|clean|clear-cache)$/],
]

/** What speaks for a version that is read from git, in a manifest. */
const READS_GIT =
  /\bscm\b|[-_]scm\b|[-_]vcs\b|dynamic-versioning|versioningit|versioneer|dunamai|\bpbr\b|husky|lefthook|simple-git|isomorphic-git|gitpython|pygit2|dulwich|git-rev|git-describe|git-commit|"[^"]*\bgit (?:describe|log|rev-parse|show|config|submodule)/i

/**
 * True unless nothing that the image runs can want the `.git` that a copy brings: its commands are known, and no manifest
 * speaks of it. A compiler for Go writes the commit into the program.
 */
export const mayReadGit = remembered((build: Build): boolean => {
  const runs = runsOf(build)
  if (runs.length < stepsOf(build, 'RUN').length) return true
  if (/\.git\b/.test(build.dockerfile.text.replace(/\S*:\/\/\S*|git@\S*/g, ''))) return true
  return runs.some(readsIt) || manifestsRead(build.repository)
})

function readsIt({ script, calls }: RunStep): boolean {
  return !script.editable || calls.some(call => !isPlain(call))
}

function isPlain({ program, args }: Call): boolean {
  if (PLAIN.test(program)) return true
  const words = args.flatMap(({ value }) => value ?? [])
  const installer = INSTALLERS.find(([programs]) => programs.test(program))
  if (installer === undefined) return false
  const operands = words.filter(word => !word.startsWith('-'))
  // `pip install .` builds the project, whose version may come from git.
  if (words.some(word => /^(?:\.\/?|\.\[.*\]|-e.*|--editable.*)$/.test(word))) return false
  return operands.length === 0 ? program === 'yarn' : installer[1].test(operands[0] ?? '')
}

const manifestsRead = remembered(({ texts }: Repository): boolean =>
  [...texts].some(
    ([path, text]) =>
      /^(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|.*requirements.*\.txt)$/.test(nameOf(path)) &&
      READS_GIT.test(text),
  ),
)
