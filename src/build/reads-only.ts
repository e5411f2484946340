import { posix } from 'node:path'
import { type Call, operandsOf } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import { pathWithin } from './context-copies.js'

/** A program that only reads the files that it is given. */
interface Reader {
  /** The arguments with which it does. */
  readonly verb: RegExp
  /** Which files it reads. Of a folder with sources pip would build there. */
  readonly files: RegExp
  /** Options whose value is read, be it a file or a folder. */
  readonly options?: RegExp
}

const INSTALL = /(?:^| )install /
const RPM: Reader = { verb: /(?:^| )(?:in|(?:local)?install) /, files: /\.rpm$/ }
const DEB: Reader = { verb: INSTALL, files: /\.deb$/ }
const PIP: Reader = {
  verb: /^(?:-\S+ )*install /,
  files: /\.whl$|\.tar\.gz$|wheel[^/]*\/\*$/,
  options: /^(?:-f|--find-links|-r|--requirement|-c|--constraint)$/,
}
const PYTHON: Reader = { ...PIP, verb: /^-m pip (?:-\S+ )*install / }
const ANY: Reader = { verb: /^/, files: /^/ }

const READERS: Readonly<Record<string, Reader>> = {
  '[': ANY,
  apk: { verb: /(?:^| )add /, files: /\.apk$/, options: /^(?:-X|--repository)$/ },
  apt: DEB,
  'apt-get': DEB,
  cat: ANY,
  // A folder as a whole would take its own mode along.
  cp: { verb: /^(?!.*(?:^| )-(?:-|[a-zA-Z]*[lst]))/, files: /\/\*$|\.\w+$/ },
  dnf: RPM,
  dpkg: { verb: /(?:^| )(?:-i|--install) /, files: /\.deb$/, options: /^(?:-R|--recursive)$/ },
  gem: { verb: /^install /, files: /\.gem$/ },
  ls: ANY,
  microdnf: RPM,
  npm: { verb: /(?:^| )(?:i|install) /, files: /\.tgz$/ },
  pip: PIP,
  pip3: PIP,
  python: PYTHON,
  python3: PYTHON,
  rpm: { verb: /(?:^| )-(?:[a-zA-Z]*[iU]|-install|-upgrade)/, files: /\.rpm$/ },
  sha256sum: ANY,
  tar: { verb: /^(?:-?[a-zA-Z]*x|(?:\S+ )*(?:-[a-zA-Z]*x|--extract))/, files: /\.(?:tar(?:\.\w+)?|t[bgx]z2?)$/ },
  test: ANY,
  unzip: { verb: /^/, files: /\.(?:jar|war|whl|zip)$/ },
  uv: { ...PIP, verb: /^pip install / },
  yum: RPM,
  zypper: RPM,
}

/** Programs to which a folder is more than the place of a project that is built there. */
const TAKES_FOLDERS = /^(?:\[|cat|cp|ls|tar|test|unzip)$/

/**
 * True for a call that reads at most what lies at a path, or below it, and changes nothing there.
 * @param folder in which it runs
 * @param path absolute
 */
export function readsOnly(call: Call, folder: string, path: string): boolean {
  const { program, args } = call
  const reader = Object.hasOwn(READERS, program) ? READERS[program] : undefined
  if (reader === undefined || isAt(folder, path) || isAt(posix.resolve('/', folder, call.path), path)) return false
  if (!reader.verb.test(`${args.map(({ text }) => text).join(' ')} `)) return false
  const target = program === 'cp' ? operandsOf(args, new Set()).at(-1) : undefined
  return args.every((word, i) => {
    const { option, place } = placeIn(word, folder)
    if (isAt(place, path)) {
      const isRead = reader.options?.test(option ?? args[i - 1]?.text ?? '') || reader.files.test(place)
      return isRead === true && word !== target
    }
    return pathWithin(path, place) === undefined || TAKES_FOLDERS.test(program) || option !== undefined
  })
}

function isAt(place: string, path: string): boolean {
  return place === path || pathWithin(place, path) !== undefined
}

/** Of `--option=value` the value counts. */
function placeIn({ value, text }: ShellWord, folder: string): { readonly option?: string; readonly place: string } {
  const written = value ?? text.replace(/["']/g, '')
  const [, option, inner = written] = /^(--[\w-]+)=(.*)$/.exec(written) ?? []
  const place = posix.resolve('/', folder, inner)
  return option === undefined ? { place } : { option, place }
}
