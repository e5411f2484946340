import { type Call, hasOption, optionValue } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import { remembered } from '../remembered.js'

/** curl's short options that a value follows: what stands behind one of them in `-sSo k` is that value. */
const CURL_WITH_VALUE = 'AbcCdDeEFHhKmoPQrtTuUwxXyYz'
const LOCAL = /^(?:localhost|127\.[\d.]+|\[?::1\]?|0\.0\.0\.0|[\w-]+|host\.docker\.internal)(?::\d+)?$/i

/** How a program is told not to check certificates, and of whom. */
interface Unchecked {
  readonly word: ShellWord
  /** What stands there instead when certificates are checked; undefined when that takes more than a word. */
  readonly checked: string | undefined
}

/** The option by which a call does not check certificates, where somebody else could answer. */
export const uncheckedCertificate = remembered((call: Call): Unchecked | undefined => {
  const { program, args } = call
  if (program === 'curl' || program === 'wget') return uncheckedDownload(call)
  if (isPip(call)) return trustedHost(call)
  if (program === 'uv') return whole(args.find(({ text }) => /^--allow-insecure-host\b/.test(text)))
  if (program === 'aria2c') return whole(args.find(({ text }) => text === '--check-certificate=false'))
  if (program === 'apk') return whole(args.find(({ text }) => text === '--no-check-certificate'))
  const settings = SETTINGS.filter(({ programs }) => programs.test(program))
  if (settings.length === 0) return undefined
  const line = args.map(({ value, text }) => value ?? text).join(' ')
  const at = settings.find(({ pattern }) => pattern.test(line))
  const word = at && args.find(({ text }) => at.word.test(text))
  if (/^(?:echo|printf)$/.test(program) && !isWritten(call)) return undefined
  return word && { word, checked: undefined }
})

/** True for text that goes to a file, by itself or through a pipe, and not to the log. */
function isWritten({ command, args }: Call): boolean {
  const goes = command.item === undefined || command.redirects.some(({ operator }) => operator.includes('>'))
  return goes && !args.some(({ text }) => text.includes('--setopt'))
}

/** Settings of programs, in their arguments. */
const SETTINGS: readonly { readonly programs: RegExp; readonly pattern: RegExp; readonly word: RegExp }[] = [
  { programs: /^git$/, pattern: /\bhttp\.(?:\S+\.)?sslverify[ =](?:0|false|no|off)\b/i, word: /sslverify/i },
  {
    programs: /^(?:npm|pnpm|yarn)$/,
    pattern:
      /(?:^|\s)(?:(?:config )?set (?:-g |--global |--location=\S+ )?(?:strict-ssl|enableStrictSsl)[ =]false\b|--strict-ssl[= ]false\b|--no-strict-ssl\b)/i,
    word: /strict-?ssl/i,
  },
  {
    programs: /^(?:(?:dnf|yum)(?:-config-manager)?|microdnf|tdnf)$/,
    pattern: /--setopt[= ](?:\S+\.)?sslverify=(?:0|false|no|off)\b/i,
    word: /sslverify/i,
  },
  {
    programs: /^(?:apt|apt-get)$/,
    // Packages are signed all the same, unless that is off, too.
    pattern:
      /^(?=.*(?:allow-unauthenticated|AllowUnauthenticated|AllowInsecure)).*Acquire::https(?:::\S+)?::Verify-(?:Peer|Host)=["']?(?:0|false|no|off)\b/i,
    word: /Verify-/i,
  },
  { programs: /^(?:conda|mamba|micromamba)$/, pattern: /\bssl_verify (?:false|no|off|0)\b/i, word: /ssl_verify/ },
  { programs: /^composer$/, pattern: /\bdisable-tls (?:true|1)\b/i, word: /disable-tls/ },
  { programs: /^(?:echo|printf)$/, pattern: /\bsslverify ?= ?(?:0|false|no|off)\b/i, word: /sslverify/i },
  { programs: /^(?:echo|printf)$/, pattern: /\bstrict-ssl ?= ?false\b/i, word: /strict-ssl/i },
]

function whole(word: ShellWord | undefined): Unchecked | undefined {
  return word && { word, checked: '' }
}

function uncheckedDownload({ program, args }: Call): Unchecked | undefined {
  const addresses = args.filter(({ text }) => /:\/\/|^["']?(?:localhost|127\.)/.test(text))
  if (addresses.length > 0 && addresses.every(({ value, text }) => isNobodyElse(value ?? text))) return undefined
  if (program === 'wget') return whole(args.find(({ text }) => text === '--no-check-certificate'))
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as ShellWord
    if (word.text === '--insecure') return whole(word)
    const letters = /^-([a-zA-Z#]+)/.exec(word.text)?.[1] ?? ''
    const end = [...letters].findIndex(letter => CURL_WITH_VALUE.includes(letter))
    const k = letters.indexOf('k')
    if (k !== -1 && (end === -1 || k < end))
      return { word, checked: letters === 'k' ? '' : `-${letters.slice(0, k)}${word.text.slice(k + 2)}` }
    // `-o` alone: the next word is its value.
    if (end !== -1 && end + 2 === word.text.length) at++
  }
  return undefined
}

/** Programs that compare a file with what is known of it, and how they are told to. */
const VERIFIERS: readonly { readonly programs: RegExp; readonly pattern: RegExp }[] = [
  { programs: /^(?:b2sum|md5sum|sha\d+sum|shasum)$/, pattern: /(?:^|\s)(?:--check\b|-\w*c)/ },
  { programs: /^gpg2?$/, pattern: /--verify\b/ },
  { programs: /^(?:cosign|gpgv|minisign|signify)$/, pattern: /./ },
]

/** True when a download is compared with a checksum or a signature below it, in the same script. */
export function isVerified(download: Call, calls: readonly Call[]): boolean {
  const verifiers = verifiersIn(calls)
  const name = verifiers.length === 0 ? undefined : fileOf(download)
  if (name === undefined) return false
  const mentions = ({ args }: Call) => args.some(({ text }) => text.includes(name))
  const isBelow = ({ command }: Call) => command.range.start > download.command.range.start
  const says = calls.some(call => /^(?:echo|printf)$/.test(call.program) && isBelow(call) && mentions(call))
  const others = calls.filter(call => call !== download && uncheckedCertificate(call) !== undefined).map(fileOf)
  return verifiers.filter(isBelow).some(call => {
    const line = lineOf(call)
    // A list of checksums that came the same way proves nothing; a signature does.
    const isSum = call.program.endsWith('sum')
    const isOwnList = isSum && others.some(other => other !== undefined && other !== name && line.includes(other))
    if (!isSum) return mentions(call)
    const isListed = call.args.some(({ text }) => text.includes(name) && !text.replace(/["']$/, '').endsWith(name))
    return !isOwnList && (says || isListed || call.command.redirects.some(({ target }) => target?.includes(name)))
  })
}

const verifiersIn = remembered((calls: readonly Call[]): readonly Call[] =>
  calls.filter(call =>
    VERIFIERS.some(({ programs, pattern }) => programs.test(call.program) && pattern.test(lineOf(call))),
  ),
)

function lineOf({ args }: Call): string {
  return args.map(({ text }) => text).join(' ')
}

/** The name of the file that a download makes. */
function fileOf(call: Call): string | undefined {
  const { args, program } = call
  const at = args.findIndex(({ text }) =>
    (program === 'wget' ? /^-\w*O$|^--output-document$/ : /^-\w*o$|^--output$/).test(text),
  )
  const written = args[at + 1]?.text
  const path = at !== -1 && written !== undefined ? written : args.find(({ text }) => /:\/\//.test(text))?.text
  const name = path?.replace(/["']/g, '').split('/').at(-1)
  return name && name.length > 2 ? name : undefined
}

function hostOf(text: string): string {
  return /^["']?(?:[a-z]+:\/\/)?(?:[^/@]*@)?([^/"']*)/i.exec(text)?.[1] ?? ''
}

/** True for an address that is answered on this machine or network, and for http, which has no certificate. */
function isNobodyElse(address: string): boolean {
  const host = hostOf(address)
  return /^["']?http:\/\//i.test(address) || (/:\/\//.test(address) && isInside(host)) || /^localhost\b/.test(host)
}

function isPip({ program, args }: Call): boolean {
  if (/^pip[\d.]*$/.test(program)) return true
  return /^python[\d.]*$/.test(program) && args[0]?.value === '-m' && args[1]?.value === 'pip'
}

function trustedHost(call: Call): Unchecked | undefined {
  if (!hasOption(call, '--trusted-host')) return undefined
  const host = optionValue(call, '--trusted-host')
  // No pip asks that one any more unless an index is named: 10.0 (2018) moved to pypi.org.
  if (host === undefined || isInside(host) || (host === 'pypi.python.org' && !namesHost(call, host))) return undefined
  const word = call.args.find(({ text }) => /^--trusted-host\b/.test(text))
  return word && { word, checked: undefined }
}

function namesHost({ args }: Call, host: string): boolean {
  return args.some(({ text }) => text.includes(`://${host}`))
}

/** A name that only a network of one's own knows. */
export function isInside(host: string): boolean {
  return (
    LOCAL.test(host) ||
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|\.(?:corp|home|internal|intranet|lan|local)$/i.test(
      host.replace(/:\d+$/, ''),
    )
  )
}
