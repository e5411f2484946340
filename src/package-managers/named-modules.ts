import { type Call, hasOption, operandsOf } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import { PIP_LOCAL, PIP_VALUE_OPTIONS } from './pip-options.js'

/** How a package manager of a language installs what a command names. */
interface ModuleManager {
  readonly name: string
  readonly programs: readonly string[]
  /** The words behind the program, without options. */
  readonly verbs: readonly (readonly string[])[]
  readonly optionsWithValue: ReadonlySet<string>
  /** Options of which it needs one, and options with which something else says what is installed. */
  readonly needed: readonly string[]
  readonly excluded: readonly string[]
  /** True for what has a version, and for what is no name: a path, an address. */
  readonly pinned: RegExp
  /** Between name and version. */
  readonly separator: string
  /** What is no name but the version of the one before it, where that may be a word of its own. */
  readonly versionApart?: RegExp
}

const NODE = {
  optionsWithValue: new Set([
    '--registry',
    '--prefix',
    '--cache',
    '--loglevel',
    '--cwd',
    '--global-dir',
    '--dir',
    '-C',
  ]),
  pinned: /.@|^[./~]|:|^[^@].*\/|\.tgz$/,
  separator: '@',
  excluded: ['-h', '--help'],
}
const PIP = {
  optionsWithValue: new Set([...PIP_VALUE_OPTIONS, ...PIP_LOCAL]),
  excluded: [
    ...[...PIP_LOCAL, '-r', '--requirement', '-c', '--constraint', '--no-index', '-U', '--upgrade'],
    ...['--build-constraint', '--overrides', '-h', '--help', '--version'],
  ],
  needed: [],
  pinned: /[=<>~!@/;:]|^\.|\.(?:whl|zip|tar\.\w+)(?:\[[\w,-]+\])?$/,
  separator: '==',
}
const GO_AND_CARGO = { needed: [], optionsWithValue: new Set(['-C', '--root', '--features', '--target', '--profile']) }

/** Facts: each manager's own documentation. What installs into a project is not among them: manifests rule there. */
const MODULE_MANAGERS: readonly ModuleManager[] = [
  { ...PIP, name: 'pip', programs: ['pip', 'pip2', 'pip3'], verbs: [['install']] },
  { ...PIP, name: 'pip', programs: ['python', 'python3'], verbs: [['pip', 'install']] },
  {
    ...PIP,
    name: 'uv',
    programs: ['uv'],
    verbs: [
      ['pip', 'install'],
      ['tool', 'install'],
    ],
  },
  { ...PIP, name: 'pipx', programs: ['pipx'], verbs: [['install']] },
  { ...NODE, name: 'npm', programs: ['npm'], verbs: [['i'], ['install'], ['add']], needed: ['-g', '--global'] },
  { ...NODE, name: 'pnpm', programs: ['pnpm'], verbs: [['add'], ['i'], ['install']], needed: ['-g', '--global'] },
  { ...NODE, name: 'bun', programs: ['bun'], verbs: [['add'], ['i'], ['install']], needed: ['-g', '--global'] },
  { ...NODE, name: 'yarn', programs: ['yarn'], verbs: [['global', 'add']], needed: [] },
  {
    name: 'gem',
    programs: ['gem'],
    verbs: [['install'], ['i']],
    optionsWithValue: new Set([
      '-i',
      '--install-dir',
      '-n',
      '--bindir',
      '-s',
      '--source',
      '-P',
      '--platform',
      '--document',
    ]),
    needed: [],
    excluded: ['-v', '--version', '-g', '--file', '--local', '-l'],
    pinned: /[:/]|\.gem$/,
    separator: ':',
  },
  {
    ...GO_AND_CARGO,
    name: 'go',
    programs: ['go'],
    verbs: [['install'], ['run']],
    excluded: ['-modfile'],
    // Without `@` it is of the module around, whose go.mod has the version.
    pinned: /^(?!.*@latest$)/,
    separator: '@',
  },
  {
    ...GO_AND_CARGO,
    name: 'cargo',
    programs: ['cargo'],
    verbs: [['install']],
    excluded: ['--version', '--vers', '--git', '--path', '--list', '-h', '--help'],
    pinned: /[@/.]/,
    separator: '@',
  },
  {
    name: 'composer',
    programs: ['composer'],
    verbs: [['global', 'require']],
    optionsWithValue: new Set(['-d', '--working-dir']),
    needed: [],
    excluded: ['-h', '--help'],
    pinned: /[:=]/,
    separator: ':',
    versionApart: /^[^/]*$/,
  },
]

export const MODULE_PROGRAMS: ReadonlySet<string> = new Set(MODULE_MANAGERS.flatMap(({ programs }) => programs))

/** The modules that a command names without a version. */
export interface UnpinnedModules {
  readonly manager: string
  /** `npm install`. */
  readonly command: string
  readonly words: readonly ShellWord[]
  readonly separator: string
}

/** Installers that are brought up to date, and say nothing of the program. */
const INSTALLERS = new Set(['pip', 'setuptools', 'wheel'])

/** `name[extra]` is a pattern for the shell, which no file fits. */
function withExtras(word: ShellWord): ShellWord {
  return /^[\w.-]+\[[\w,-]+\]$/.test(word.text) ? { ...word, value: word.text } : word
}

export function unpinnedModules(call: Call): UnpinnedModules | undefined {
  for (const manager of MODULE_MANAGERS) {
    if (!manager.programs.includes(call.program)) continue
    const operands = operandsOf(call.args, manager.optionsWithValue)
    const verb = manager.verbs.find(words => words.every((word, i) => operands[i]?.value === word))
    if (verb === undefined || (call.program.startsWith('python') && call.args[0]?.value !== '-m')) continue
    if (manager.needed.length > 0 && !hasOption(call, ...manager.needed)) continue
    if (hasOption(call, ...manager.excluded)) continue
    const named = operands.slice(verb.length).map(withExtras)
    // Behind `--` stand options of extensions, behind a program to run its own.
    const modules = verb[0] === 'run' ? named.slice(0, 1) : named
    if (modules.some(({ value }) => value !== undefined && manager.versionApart?.test(value))) continue
    const words = modules.filter(
      ({ value }) => value !== undefined && !manager.pinned.test(value) && !INSTALLERS.has(value),
    )
    if (words.length === 0 || call.args.some(({ text }) => text === '--')) continue
    return {
      manager: manager.name,
      command: [call.program.replace(/^python.*/, 'python -m'), ...verb].join(' '),
      words,
      separator: manager.separator,
    }
  }
  return undefined
}
