import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'
import { isDeclared } from '../build/variables.js'
import { type Call, hasOption, operandsOf } from '../documents/shell/calls.js'
import { type Install, installOf, type Surroundings } from './installs.js'
import { foldersAbove } from './places.js'

/**
 * What comes of a command that does not find a file: it fails, it installs nothing, it takes the newest versions, or it takes what it
 * cannot check. Tried out with npm 11, pnpm 9, Yarn 1, pip 24 and Go 1.19.
 */
export type Lack = 'stops' | 'nothing' | 'newest' | 'unchecked'

/** A file that a command reads where it runs. */
export interface NeededFile {
  /** In the image, absolute; one of them is enough. */
  readonly anyOf: readonly string[]
  readonly lack: Lack
  /** The command was told to keep to it. */
  readonly isWanted: boolean
}

/** What a package manager or compiler reads of the project, the most important first; empty for all other commands. */
export function neededFiles(call: Call, where: Surroundings, files: ImageFiles): readonly NeededFile[] {
  const install = installOf(call, where)
  const found = install ? ofInstall(install, call, where, files) : ofProgram(call, where, files)
  return found.filter(({ anyOf }) => !anyOf.some(path => /[*?[]/.test(path)))
}

function ofInstall(install: Install, call: Call, where: Surroundings, files: ImageFiles): readonly NeededFile[] {
  const { manager, manifests } = install
  const lack = /^(?:bun|npm|yarn)$/.test(manager) && !isClean(install) ? 'nothing' : 'stops'
  const read = manifests.map(path => ({ anyOf: [path], lack, isWanted: true }) as const)
  const [manifest] = manifests
  const lock = Object.hasOwn(LOCKS, manager) ? LOCKS[manager] : undefined
  if (manager === 'gradle' || manifest === undefined) return []
  if (lock === undefined || isPartOfLarger(manifest, files)) return read
  const known = lock.read(call, where, text => files.textOf(posix.join(posix.dirname(manifest), text)))
  if (known === undefined) return read
  const anyOf = lock.names.map(name => posix.join(posix.dirname(manifest), name))
  return [...read, { anyOf, lack: known.lack, isWanted: known.isWanted }]
}

function isClean({ command }: Install): boolean {
  return /^npm c(?:i|lean-install)$/.test(command)
}

/** A project above may be the one whose lock file counts. */
function isPartOfLarger(manifest: string, files: ImageFiles): boolean {
  const names = [posix.basename(manifest), 'pnpm-workspace.yaml', 'yarn.lock', 'go.work']
  const own = files.isFile(posix.join(posix.dirname(manifest), 'go.work'))
  return own || foldersAbove(posix.dirname(manifest)).some(at => names.some(name => files.isFile(posix.join(at, name))))
}

interface Lock {
  readonly names: readonly string[]
  /** @param textOf of a file beside the manifest */
  read(
    call: Call,
    where: Surroundings,
    textOf: (name: string) => string | undefined,
  ): Pick<NeededFile, 'lack' | 'isWanted'> | undefined
}

const STOPS = { lack: 'stops', isWanted: true } as const
const NEWEST = { lack: 'newest', isWanted: false } as const

/** By the name of the manager. */
const LOCKS: Readonly<Record<string, Lock>> = {
  npm: {
    names: ['package-lock.json', 'npm-shrinkwrap.json'],
    read: ({ args }) => (args.some(({ value }) => value === 'ci' || value === 'clean-install') ? STOPS : NEWEST),
  },
  yarn: {
    names: ['yarn.lock'],
    read(call, _, textOf) {
      if (hasOption(call, '--immutable')) return STOPS
      if (!hasOption(call, '--frozen-lockfile')) return NEWEST
      const isNew = textOf('.yarnrc.yml') !== undefined || /"yarn@[2-9]/.test(textOf('package.json') ?? '')
      // Yarn 1 goes on without a word.
      return isNew ? STOPS : { lack: 'newest', isWanted: true }
    },
  },
  pnpm: {
    names: ['pnpm-lock.yaml'],
    read: (call, _, textOf) =>
      // Who depends on nothing needs no lock file.
      hasOption(call, '--frozen-lockfile') && /ependencies"/.test(textOf('package.json') ?? '') ? STOPS : NEWEST,
  },
  bun: { names: ['bun.lock', 'bun.lockb'], read: () => NEWEST },
  composer: { names: ['composer.lock'], read: () => NEWEST },
  poetry: { names: ['poetry.lock'], read: () => NEWEST },
  uv: { names: ['uv.lock'], read: call => (hasOption(call, '--locked', '--frozen') ? STOPS : NEWEST) },
  pipenv: {
    names: ['Pipfile.lock'],
    read: call =>
      call.args.some(({ value }) => value === 'sync') || (hasOption(call, '--deploy') && hasOption(call, '--system'))
        ? STOPS
        : NEWEST,
  },
  bundler: {
    names: ['Gemfile.lock'],
    read: (call, { variables }) =>
      hasOption(call, '--deployment', '--frozen') ||
      ['BUNDLE_DEPLOYMENT', 'BUNDLE_FROZEN'].some(name => isDeclared(variables, name))
        ? STOPS
        : NEWEST,
  },
  go: {
    names: ['go.sum'],
    read: (_, _where, textOf) =>
      /^\s*require\b/m.test(textOf('go.mod') ?? '') ? { lack: 'unchecked', isWanted: true } : undefined,
  },
}

/** Commands that work on the project itself, with the manifest without which they fail. */
const WORKERS: readonly (readonly [programs: RegExp, verbs: RegExp, manifest: string])[] = [
  [/^(?:npm|pnpm)$/, /^(?:run|run-script|test)$/, 'package.json'],
  [/^go$/, /^(?:build|install|test|vet)$/, 'go.mod'],
  [/^cargo$/, /^(?:build|fetch|test)$/, 'Cargo.toml'],
  [/^mvnw?$/, /^(?:clean|compile|install|package|verify)$/, 'pom.xml'],
]

/** They look elsewhere, or at nothing. */
const ELSEWHERE = [
  '-C',
  '--prefix',
  '--dir',
  '-w',
  '--workspace',
  '-r',
  '--recursive',
  '-F',
  '--filter',
  '--if-present',
]
const MORE_ELSEWHERE = ['-f', '--file', '--manifest-path', '--help', '--version', '-v', '-modfile', '-mod']

function ofProgram(call: Call, { folder, variables }: Surroundings, files: ImageFiles): readonly NeededFile[] {
  const operands = operandsOf(call.args, new Set()).map(({ value }) => value)
  const worker = WORKERS.find(([programs, verbs]) => programs.test(call.program) && verbs.test(operands[0] ?? ''))
  if (worker === undefined || call.args.some(({ value }) => value === undefined || value.includes('@'))) return []
  if (hasOption(call, ...ELSEWHERE, ...MORE_ELSEWHERE) || MOVED_BY.some(name => isDeclared(variables, name))) return []
  const manifest = posix.join(folder, worker[2])
  if (isPartOfLarger(manifest, files)) return []
  const found: NeededFile[] = [{ anyOf: [manifest], ...STOPS }]
  if (call.program === 'cargo' && hasOption(call, '--locked', '--frozen'))
    found.push({ anyOf: [posix.join(folder, 'Cargo.lock')], ...STOPS })
  if (call.program === 'go' && wantsSums(folder, files)) found.push({ anyOf: [posix.join(folder, 'go.sum')], ...STOPS })
  return found
}

/** Without its checksums Go builds with no module; what lies in `vendor` has none. */
function wantsSums(folder: string, files: ImageFiles): boolean {
  const text = files.textOf(posix.join(folder, 'go.mod')) ?? ''
  return /^\s*(?:require\s+)?[\w.-]+\.\w+\/\S+ v\S+\s*$/m.test(text) && !files.isFolder(posix.join(folder, 'vendor'))
}

const MOVED_BY = ['GOFLAGS', 'GO111MODULE', 'GOWORK', 'MAVEN_ARGS', 'NPM_CONFIG_PREFIX']
