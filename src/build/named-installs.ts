import type { Call } from '../documents/shell/calls.js'

/** Package managers, with the words that make them download and install what the command itself names. */
const INSTALLS: Readonly<Record<string, readonly string[]>> = {
  apk: ['add'],
  apt: ['install'],
  'apt-get': ['install'],
  dnf: ['install'],
  'docker-php-ext-install': [],
  gem: ['install'],
  go: ['install'],
  'install-php-extensions': [],
  microdnf: ['install'],
  npm: ['i', 'install'],
  pecl: ['install'],
  pip: ['install'],
  pip2: ['install'],
  pip3: ['install'],
  pipx: ['install'],
  pnpm: ['add', 'i', 'install'],
  python: ['-m', 'pip', 'install'],
  python3: ['-m', 'pip', 'install'],
  uv: ['pip', 'install'],
  yarn: ['global', 'add'],
  yum: ['install'],
  zypper: ['in', 'install'],
}
/** Of several words that they all have to be there, of several ways to say the same that one is. */
const ALL_WORDS = new Set(['python', 'python3', 'uv', 'yarn'])

/** What a command that installs what it names itself is called in a message: `apt-get install`. */
export function namedInstall({ program, args }: Call): string | undefined {
  const words = Object.hasOwn(INSTALLS, program) ? INSTALLS[program] : undefined
  // `apk update apk add a`: an `&&` is missing, and nothing is installed.
  if (words === undefined || /^up(?:date|grade)$/.test(args[0]?.text ?? '')) return undefined
  const found = words.filter(word => args.some(({ text }) => text === word))
  if (found.length === 0 || ALL_WORDS.has(program)) {
    if (found.length < words.length) return undefined
    return words[0] === '-m' ? 'pip install' : [program, ...words].join(' ')
  }
  return `${program} ${found[0]}`
}
