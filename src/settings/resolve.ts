import type { ReviewOptions } from '../review/review.js'
import { RULES } from '../rules/index.js'
import type { Rule } from '../rules/rule.js'
import { defaultOptions } from './defaults.js'
import { matches } from './path-ignores.js'
import { type Config, DOCKERFILE_GLOBS, NO_DOCKERFILE_GLOBS, type RuleConfig } from './schema.js'
import type { RuleSetting, Settings } from './settings.js'

/** What comes from the action's inputs or the command line, and goes before the file. */
export type Overrides = Pick<Config, 'files' | 'exclude' | 'fail-on' | 'comment-on' | 'max-comments' | 'drafts'>

const DEFAULT_MAX_COMMENTS = 25

export function settingsFrom(config: Config): Settings {
  return {
    rules: RULES.flatMap(rule => ruleSetting(rule, config.rules?.[rule.id]) ?? []),
    ignore: (config.ignore ?? []).map(({ paths, rules }) => ({ paths, rules })),
  }
}

function ruleSetting(rule: Rule, config: RuleConfig | undefined): RuleSetting | undefined {
  const usual = { rule, severity: rule.severity, options: defaultOptions(rule) }
  if (config === undefined) return rule.isOffByDefault ? undefined : usual
  if (config === 'on' || config === true) return usual
  if (config === 'off' || config === false) return undefined
  if (typeof config === 'string') return { ...usual, severity: config }
  return { rule, severity: config.severity ?? rule.severity, options: config.options ?? usual.options }
}

export function reviewOptions(config: Config, overrides: Overrides): ReviewOptions {
  return {
    failOn: overrides['fail-on'] ?? config['fail-on'] ?? 'error',
    commentOn: overrides['comment-on'] ?? config['comment-on'] ?? 'changed-lines',
    maxComments: overrides['max-comments'] ?? config['max-comments'] ?? DEFAULT_MAX_COMMENTS,
  }
}

/** @returns whether a path is a Dockerfile that is to be reviewed */
export function fileFilter(config: Config, overrides: Overrides): (path: string) => boolean {
  const files = overrides.files ?? config.files
  const exclude = [...(overrides.exclude ?? []), ...(config.exclude ?? [])]
  // Who names files means them, templates too.
  const left = files ? exclude : [...exclude, ...NO_DOCKERFILE_GLOBS]
  const wanted = files ?? DOCKERFILE_GLOBS
  return path => wanted.some(glob => matches(glob, path)) && !left.some(glob => matches(glob, path))
}
