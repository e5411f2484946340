import { parseArgs } from 'node:util'
import manifest from '../package.json' with { type: 'json' }
import { FAIL_ON_WORDS, type FailOn, failOnFrom } from './review/fail-on.js'
import type { Overrides } from './settings/resolve.js'
import { UserError } from './user-error.js'

export const VERSION = manifest.version

export const HELP = `Drydock reviews Dockerfiles and shows the fix of what it finds.

Usage: drydock review [path] [options]
       drydock score [path] [options]
       drydock init [path]

  review              show what is found
  score               show the score of every Dockerfile, by category
  init                write a .drydock.yaml, from .hadolint.yaml if there is one
  path                a file or folder; the current folder when left out

  --all               review every Dockerfile, not only what differs from the base
  --base REF          compare with the commit where this checkout and REF parted
                      (usually origin/HEAD, main or master)
  --format FORMAT     text (default), json or markdown
  --fail-on WHAT      exit with 1 from this severity on: error (default), warning or info;
                      for a Dockerfile that scores lower: score<70; or never
  --comment-on WHAT   changed-lines (default) or changed-files: what counts as touched
  --files GLOB        review these files in place of the usual names; may be repeated
  --exclude GLOB      leave these files out; may be repeated
  --config FILE       use this file and not .drydock.yaml; what it leaves open
                      comes from .hadolint.yaml, if there is one
  --help, --version

Exit codes: 0 nothing that fails by --fail-on, 1 something, 2 wrong usage or configuration.
`

const FORMATS = ['text', 'json', 'markdown'] as const

export interface Arguments {
  readonly command: 'review' | 'score'
  readonly path: string
  readonly base: string | undefined
  readonly all: boolean
  readonly format: (typeof FORMATS)[number]
  readonly config: string | undefined
  readonly overrides: Overrides
}

export interface InitArguments {
  readonly command: 'init'
  readonly path: string
}

/** @throws UserError for what nobody knows */
export function parseArguments(argv: readonly string[]): Arguments | InitArguments | 'help' | 'version' {
  const { values, positionals } = parse(argv)
  if (values.help || (argv.length === 0 && positionals.length === 0)) return 'help'
  if (values.version) return 'version'
  const [command, path = '.', ...others] = positionals
  if (command !== 'review' && command !== 'score' && command !== 'init')
    throw new UserError(`there is no command "${command ?? ''}"; try: drydock review [path]`)
  if (others.length > 0) throw new UserError(`one path at a time, please, not also "${others.join(' ')}"`)
  if (command === 'init') {
    const [option] = Object.keys(values)
    if (option !== undefined) throw new UserError(`drydock init has no option --${option}`)
    return { command, path }
  }
  if (command === 'score')
    for (const name of ['all', 'base', 'comment-on'] as const)
      if (values[name] !== undefined)
        throw new UserError(`drydock score has no option --${name}: it takes in every Dockerfile`)
  for (const name of ['files', 'exclude'] as const)
    if (values[name]?.includes('')) throw new UserError(`--${name} needs a glob such as "services/**/Dockerfile"`)
  if (values.all && values.base !== undefined) throw new UserError('--all and --base exclude each other')
  return {
    command,
    path,
    base: values.base,
    all: command === 'score' || (values.all ?? false),
    format: oneOf('--format', values.format, FORMATS) ?? 'text',
    config: values.config,
    overrides: {
      files: values.files,
      exclude: values.exclude,
      'fail-on': failOnOption('--fail-on', values['fail-on']),
      'comment-on': oneOf('--comment-on', values['comment-on'], ['changed-lines', 'changed-files'] as const),
    },
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        all: { type: 'boolean' },
        base: { type: 'string' },
        'comment-on': { type: 'string' },
        config: { type: 'string' },
        exclude: { type: 'string', multiple: true },
        'fail-on': { type: 'string' },
        files: { type: 'string', multiple: true },
        format: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UserError(`${(error as Error).message.split(/\. To specify|\n/)[0]} (see drydock --help)`)
  }
}

/** @throws UserError naming the choices */
export function oneOf<const T extends string>(
  name: string,
  value: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (value === undefined || value === '') return undefined
  const choice = choices.find(one => one === value)
  if (choice === undefined) throw new UserError(`${name} must be one of ${choices.join(', ')}, not "${value}"`)
  return choice
}

/** @throws UserError saying what is allowed */
export function failOnOption(name: string, value: string | undefined): FailOn | undefined {
  if (value === undefined || value === '') return undefined
  const failOn = failOnFrom(value)
  if (failOn === undefined) throw new UserError(`${name} must be one of ${FAIL_ON_WORDS}, not "${value}"`)
  return failOn
}
