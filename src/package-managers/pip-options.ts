import type { ShellWord } from '../documents/shell/script.js'

export const PIP_FILES = [
  '-r',
  '--requirement',
  '-c',
  '--constraint',
  '-b',
  '--build-constraint',
  '--override',
  '--overrides',
]
export const PIP_TARGETS = ['-t', '--target', '--prefix', '--root', '-d', '--dest', '-w', '--wheel-dir', '--src']
const PIP_VALUES = [
  ...PIP_FILES,
  ...PIP_TARGETS,
  ...['-i', '--index-url', '--extra-index-url', '--index', '--default-index', '--trusted-host', '--proxy', '--cert'],
  ...['--timeout', '--retries', '--cache-dir', '--platform', '--python-version', '--implementation', '--abi'],
  ...[
    '--no-binary',
    '--only-binary',
    '--progress-bar',
    '--root-user-action',
    '--upgrade-strategy',
    '--config-settings',
  ],
  ...['--global-option', '--install-option', '--exists-action', '--python', '-p', '--index-strategy', '--link-mode'],
]
export const PIP_VALUE_OPTIONS = new Set(PIP_VALUES)
/** Options with which more than the files named is read. */
export const PIP_LOCAL = ['-e', '--editable', '-f', '--find-links', '--group']

/** The values of options of which each may be given several times, in the forms `-r x`, `-rx`, `--name x`, `--name=x`. */
export function valuesOf(args: readonly ShellWord[], options: readonly string[]): readonly string[] {
  return args.flatMap(({ value = '' }, i) => {
    if (options.includes(value)) return args[i + 1]?.value ?? []
    const [name = '', ...rest] = value.split('=')
    if (rest.length > 0 && options.includes(name)) return rest.join('=')
    return /^-[a-z]./.test(value) && options.includes(value.slice(0, 2)) ? value.slice(2) : []
  })
}
