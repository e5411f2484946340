import { DOCKERFILE_GLOBS, FOREIGN_GLOBS, NO_DOCKERFILE_GLOBS } from '../documents/dockerfile/names.js'
import { IGNORE_FILE_GLOBS, isIgnoreFileName } from '../documents/dockerignore/names.js'
import { matches } from '../documents/path-globs.js'
import type { ReviewOptions } from '../review/review.js'
import { RULES } from '../rules/index.js'
import type { Rule } from '../rules/rule.js'
import { defaultOptions } from './defaults.js'
import { namesOfNoRule, type RuleWish, wishFor } from './rule-names.js'
import type { Config } from './schema.js'
import type { RuleSetting, Settings } from './settings.js'

/** What comes from the action's inputs or the command line, and goes before the file. */
export type Overrides = Pick<Config, 'files' | 'exclude' | 'fail-on' | 'comment-on' | 'max-comments' | 'drafts'>

const DEFAULT_MAX_COMMENTS = 25
const DEFAULT_HISTORY = 50

export function settingsFrom(config: Config): Settings {
  const said = config.rules ?? {}
  const codes = namesOfNoRule(said)
  const off = codes.filter(([, { isOff }]) => isOff).map(([name]) => name)
  return {
    rules: RULES.flatMap(rule => ruleSetting(rule, wishFor(rule, said)) ?? []),
    ignore: [
      ...(config.ignore ?? []).map(({ paths, rules }) => ({ paths, rules })),
      ...(off.length > 0 ? [{ paths: ['**'], rules: off }] : []),
    ],
    severities: new Map(codes.flatMap(([name, { severity }]) => (severity ? [[name, severity] as const] : []))),
  }
}

function ruleSetting(rule: Rule, wish: RuleWish | undefined): RuleSetting | undefined {
  if (wish ? wish.isOff : rule.isOffByDefault) return undefined
  return { rule, severity: wish?.severity ?? rule.severity, options: wish?.options ?? defaultOptions(rule) }
}

export function reviewOptions(config: Config, overrides: Overrides): ReviewOptions {
  return {
    failOn: overrides['fail-on'] ?? config['fail-on'] ?? 'error',
    commentOn: overrides['comment-on'] ?? config['comment-on'] ?? 'changed-lines',
    maxComments: overrides['max-comments'] ?? config['max-comments'] ?? DEFAULT_MAX_COMMENTS,
  }
}

/** How many of the last merged changes are looked at. */
export function historyLength({ history = DEFAULT_HISTORY }: Config): number {
  return history
}

/** @returns whether a path is a Dockerfile or an ignore file that is to be reviewed */
export function fileFilter(config: Config, overrides: Overrides): (path: string) => boolean {
  const files = overrides.files ?? config.files
  const exclude = [...(overrides.exclude ?? []), ...(config.exclude ?? [])]
  // Who names files means them, templates and others' code too.
  const isIn = (globs: readonly string[], path: string) => globs.some(glob => matches(glob, path))
  return path => {
    if (isIn(exclude, path)) return false
    if (files) return isIn(files, path)
    const [wanted, left] = isIgnoreFileName(path)
      ? [IGNORE_FILE_GLOBS, FOREIGN_GLOBS]
      : [DOCKERFILE_GLOBS, NO_DOCKERFILE_GLOBS]
    return isIn(wanted, path) && !isIn(left, path)
  }
}
