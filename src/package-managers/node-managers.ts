import { type Call, hasOption } from '../documents/shell/calls.js'

/** How a package manager for package.json differs from the others. */
export interface Manager {
  readonly name: 'bun' | 'npm' | 'pnpm' | 'yarn'
  /** The words that install; with an empty one, no word at all does it, too. */
  readonly verbs: readonly string[]
  readonly lockFiles: readonly string[]
  /** A verb or options that fail without a lock file. */
  needsLock(call: Call, verb: string): boolean
  readonly settings: readonly string[]
  /** Options that name the project's folder. */
  readonly folderOptions: readonly string[]
  readonly optionsWithValue: readonly string[]
  /** In folders above, these make the project a part of a larger one. */
  readonly roots: readonly string[]
}

export const MANAGERS: readonly Manager[] = [
  {
    name: 'npm',
    verbs: ['ci', 'clean-install', 'i', 'install'],
    lockFiles: ['package-lock.json', 'npm-shrinkwrap.json'],
    needsLock: (_, verb) => verb === 'ci' || verb === 'clean-install',
    settings: ['.npmrc'],
    folderOptions: ['--prefix', '-C'],
    optionsWithValue: ['--omit', '--include', '--only', '--registry', '--cache', '--loglevel', '--fetch-timeout'],
    roots: ['package.json'],
  },
  {
    name: 'yarn',
    verbs: ['', 'install'],
    lockFiles: ['yarn.lock'],
    needsLock: call => hasOption(call, '--frozen-lockfile', '--immutable'),
    settings: ['.npmrc', '.yarnrc', '.yarnrc.yml'],
    folderOptions: ['--cwd'],
    optionsWithValue: [
      '--network-timeout',
      '--registry',
      '--network-concurrency',
      '--mutex',
      '--mode',
      '--cache-folder',
    ],
    roots: ['package.json', 'yarn.lock', '.npmrc', '.yarnrc', '.yarnrc.yml'],
  },
  {
    name: 'pnpm',
    verbs: ['i', 'install'],
    lockFiles: ['pnpm-lock.yaml'],
    needsLock: call => hasOption(call, '--frozen-lockfile'),
    settings: ['.npmrc', 'pnpm-workspace.yaml'],
    folderOptions: ['-C', '--dir'],
    optionsWithValue: ['--registry', '--store-dir', '--loglevel', '--reporter', '--network-concurrency'],
    roots: ['pnpm-workspace.yaml', 'package.json'],
  },
  {
    name: 'bun',
    verbs: ['i', 'install'],
    lockFiles: ['bun.lock', 'bun.lockb'],
    needsLock: call => hasOption(call, '--frozen-lockfile'),
    settings: ['.npmrc', 'bunfig.toml'],
    folderOptions: ['--cwd'],
    optionsWithValue: ['--registry', '--cache-dir', '--backend', '--concurrent-scripts', '--network-concurrency'],
    roots: ['package.json'],
  },
]
