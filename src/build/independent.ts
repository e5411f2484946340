import { posix } from 'node:path'
import { type Call, hasOption, operandsOf } from '../documents/shell/calls.js'
import type { Command, ShellWord } from '../documents/shell/script.js'
import { meet } from './context-copies.js'

/** Where a command runs, and which part of the image holds the project. */
export interface Ground {
  /** Undefined when it is not known. */
  readonly folder: string | undefined
  /** Paths that copies from the build context have filled, or will fill. */
  readonly copied: readonly string[]
}

type Test = (call: Call, ground: Ground) => boolean

const always: Test = () => true
const says =
  (pattern: RegExp): Test =>
  call =>
    pattern.test(call.args.map(({ value = '?' }) => value).join(' '))
const either =
  (...tests: readonly Test[]): Test =>
  (call, ground) =>
    tests.some(test => test(call, ground))
const asksVersion = says(/^(?:-v|-V|--version|version)$/)
/** Options and names, no files; a variable can only stand for names. */
const namesPackages: Test = ({ args }) => args.every(({ text }) => !/^["']?(?:\.{0,2}\/|\.{1,2}$)/.test(text))
/** Names of packages that a language's own package manager would take for files if they looked like some. */
const namesKnown: Test = ({ args }) =>
  args.every(({ value }) => value !== undefined && !/^(?:\.|\/|~|file:)|\.(?:tgz|whl|gem)$/.test(value))
const namesGlobal: Test = (call, ground) =>
  hasOption(call, '-g', '--global', '--location=global') && namesKnown(call, ground)

/** Programs that neither read the project nor leave anything in its folder when their test holds. */
const INDEPENDENT: Readonly<Record<string, Test>> = {
  ...table(always, ':', 'a2enmod', 'addgroup', 'apt-cache', 'apt-mark', 'date', 'docker-php-ext-configure', 'echo'),
  ...table(always, 'docker-php-ext-enable', 'exit', 'false', 'groupadd', 'id', 'ldconfig', 'locale-gen', 'lsb_release'),
  ...table(
    always,
    'nproc',
    'printf',
    'set',
    'sleep',
    'true',
    'umask',
    'uname',
    'update-ca-certificates',
    'update-locale',
  ),
  ...table(namesPackages, 'add-apt-repository', 'apk', 'apt', 'apt-get', 'debconf-set-selections', 'dnf', 'microdnf'),
  ...table(namesPackages, 'docker-php-ext-install', 'install-php-extensions', 'pecl', 'yum', 'zypper'),
  ...table(namesRequirements, 'pip', 'pip2', 'pip3', 'pipx'),
  ...table(
    pathsOutside,
    'cat',
    'chgrp',
    'chmod',
    'chown',
    'cp',
    'ln',
    'ls',
    'mv',
    'rm',
    'sed',
    'tee',
    'touch',
    'virtualenv',
  ),
  ...table(mentionsOutside, 'adduser', 'export', 'useradd', 'usermod'),
  ...table(isFedByPipe, 'bash', 'sh'),
  'apt-key': says(/^(?:add -$|adv )/),
  bundle: says(/^config set --global /),
  composer: either(asksVersion, says(/^(?:self-update|global config|config (?:-g|--global)|clear-?cache)\b/)),
  corepack: says(/^(?:enable|disable|prepare \S+@\S+|install (?:-g|--global) )/),
  curl: writesOutside,
  dpkg: says(/^--(?:add|print)-architecture\b/),
  gem: (call, ground) => namesKnown(call, ground) && says(/^(?:install|update|sources|cleanup) /)(call, ground),
  git: says(/^config (?:--global|--system) /),
  go: either(asksVersion, says(/^(?:install \S+@|env -w )/)),
  gpg: writesOutside,
  mkdir: ({ args }) => args.every(({ value }) => value !== undefined),
  node: asksVersion,
  npm: either(asksVersion, namesGlobal, says(/^(?:config|set|cache) /)),
  pnpm: either(asksVersion, namesGlobal, says(/^(?:config (?:-g|--global|set -g|set --global)|store) /)),
  poetry: either(asksVersion, says(/^(?:config (?!.*--local)|self )/)),
  python: either(asksVersion, namesRequirements, makesEnvironment),
  python3: either(asksVersion, namesRequirements, makesEnvironment),
  tar: writesOutside,
  unzip: writesOutside,
  uv: either(asksVersion, namesRequirements, says(/^(?:python install|tool install [\w-])/)),
  wget: writesOutside,
  yarn: either(asksVersion, says(/^(?:global add [\w@]|cache |config set )/)),
}

function table(test: Test, ...programs: readonly string[]): Readonly<Record<string, Test>> {
  return Object.fromEntries(programs.map(program => [program, test]))
}

/** True when a command does the same whether the project has been copied into the image yet or not. */
export function isIndependent(command: Command, call: Call | undefined, ground: Ground): boolean {
  if (!command.redirects.every(({ target, operator }) => isHarmlessRedirect(target, operator, ground))) return false
  if (call === undefined) return true
  if (call.path.includes('/') && !isOutside(call.path, ground)) return false
  return Object.hasOwn(INDEPENDENT, call.program) && INDEPENDENT[call.program]?.(call, ground) === true
}

function isHarmlessRedirect(target: string | undefined, operator: string, ground: Ground): boolean {
  if (/^(?:[<>]&|<<)/.test(operator)) return true
  return target !== undefined && isOutside(target, ground)
}

const PIP_PLACES = [
  '-r',
  '--requirement',
  '-c',
  '--constraint',
  '-e',
  '--editable',
  '-f',
  '--find-links',
  '-t',
  '--target',
]

/** `pip install flask gunicorn`: nothing but names, by whatever way pip is called. */
function namesRequirements(call: Call, ground: Ground): boolean {
  const words = call.args.map(({ value }) => value)
  const before = call.program === 'uv' ? 'pip' : call.program.startsWith('python') ? '-m pip' : ''
  const at = before === '' ? 0 : before.split(' ').length
  if (words.slice(0, at).join(' ') !== before || !namesKnown(call, ground)) return false
  const verbs = ['--version', 'cache', 'config', 'install', 'uninstall']
  return verbs.includes(words[at] ?? '') && !hasOption(call, ...PIP_PLACES, '--group', '--prefix', '--src')
}

function makesEnvironment({ args: [flag, module, ...rest] }: Call, ground: Ground): boolean {
  return flag?.value === '-m' && module?.value === 'venv' && rest.every(word => isPathOutside(word, ground))
}

/** `curl … | bash -`: what it runs comes in by the pipe. */
function isFedByPipe({ args, command }: Call): boolean {
  return command.item === undefined && args.every(({ text }) => text.startsWith('-') && !text.includes('c'))
}

/** Every word that is no option names a path outside the project; a mode, an owner or a sed script comes first. */
function pathsOutside({ program, args }: Call, ground: Ground): boolean {
  const operands = operandsOf(args, new Set())
  const paths = /^(?:ch|sed$)/.test(program) ? operands.slice(1) : operands
  if (paths.length === 0 && operands.length > 0) return program === 'sed' && !args.some(({ text }) => text === '-i')
  return paths.every(word => isPathOutside(word, ground))
}

/** For programs that put files where they run unless told otherwise. */
function writesOutside(call: Call, ground: Ground): boolean {
  const isElsewhere = ground.folder !== undefined && isOutside(ground.folder, ground)
  const words = call.args.filter(({ text }) => !/^-|^["']?https?:/.test(text))
  if (isElsewhere) return words.every(word => word.value === undefined || isPathOutside(word, ground))
  const isTold = { curl: !hasOption(call, '-O', '--remote-name'), gpg: true }[call.program]
  const place = hasOption(call, '-C', '--directory', '-d', '-O', '-qO-', '--output-document', '-P')
  return (isTold ?? place) && words.every(word => /^[a-z]+$/i.test(word.text) || isPathOutside(word, ground))
}

/** No absolute path among the words lies in the project. */
function mentionsOutside({ args }: Call, ground: Ground): boolean {
  return args.every(({ text }) => {
    const path = /(?:^|=)["']?(\/[^"':]*)/.exec(text)?.[1]
    return path === undefined || isOutside(path, ground)
  })
}

function isPathOutside({ value, text }: ShellWord, ground: Ground): boolean {
  // Of a pattern the folder counts that it begins with.
  const pattern = /^(\/[\w./-]*\/)[\w.-]*[*?[][\w.*?[\]/-]*$/.exec(text)
  if (pattern) return isOutside(pattern[1] ?? '/', ground)
  if (value === undefined) return /^~\//.test(text)
  return value.startsWith('-') || isOutside(value, ground)
}

function isOutside(path: string, { folder, copied }: Ground): boolean {
  if (!posix.isAbsolute(path) && folder === undefined) return false
  const absolute = posix.resolve('/', folder ?? '', path)
  return !copied.some(other => meet(absolute, other))
}
