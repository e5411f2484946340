import { familiarName, parseImageReference } from '../documents/dockerfile/image-reference.js'

/** What kind of system a well-known image is, as far as its name tells. */
export type System = 'alpine' | 'busybox' | 'debian' | 'distroless' | 'scratch' | 'ubuntu'

interface Known {
  readonly system: System
  /** As people call it: `node`, `alpine`. */
  readonly name: string
}

/** Official images whose smallest Debian variant is named `slim` and holds no downloader. */
const SLIM = new Set(['node', 'python', 'ruby', 'rust'])
/** Official images whose Alpine variant holds nothing that Alpine itself does not hold, the language aside. */
const ON_ALPINE = new Set(['golang', 'node', 'python', 'redis', 'ruby', 'rust'])

/** Reads a reference whose variables are expanded; undefined when it says too little. */
export function knownSystem(reference: string): Known | undefined {
  if (reference === 'scratch') return { system: 'scratch', name: 'scratch' }
  const parsed = parseImageReference(reference)
  if (parsed === undefined) return undefined
  const name = familiarName(parsed).replace(/^(?:public\.ecr\.aws\/docker|mirror\.gcr\.io)\/library\//, '')
  const tag = parsed.tag ?? ''
  if (/onbuild|windows|nanoserver/.test(tag)) return undefined
  if (/^gcr\.io\/distroless\//.test(name)) return /debug/.test(tag) ? undefined : { system: 'distroless', name }
  if (name === 'alpine' || name === 'busybox' || name === 'debian' || name === 'ubuntu') return { system: name, name }
  if (/^mcr\.microsoft\.com\/dotnet\/(?:aspnet|runtime(?:-deps)?)$/.test(name)) return dotnet(name, tag)
  if (ON_ALPINE.has(name) && /(?:^|-)alpine/.test(tag)) return { system: 'alpine', name }
  return SLIM.has(name) && /(?:^|-)slim/.test(tag) ? { system: 'debian', name } : undefined
}

function dotnet(name: string, tag: string): Known | undefined {
  if (/chiseled|distroless/.test(tag)) return { system: 'distroless', name }
  if (/alpine/.test(tag)) return { system: 'alpine', name }
  return /^\d+\.0(?:-(?:bookworm|bullseye)-slim)?$/.test(tag) ? { system: 'debian', name } : undefined
}

const NO_CLIENTS = ['curl', 'http', 'httpie', 'nc', 'ncat', 'netcat', 'telnet', 'wget']

/** Programs that people expect and an image does not have. */
const MISSING: Readonly<Record<System, readonly string[]>> = {
  alpine: ['bash', 'curl', 'http', 'ncat', 'netcat'],
  busybox: ['bash', 'curl', 'ncat', 'netcat', 'python', 'python3'],
  debian: NO_CLIENTS,
  distroless: [...NO_CLIENTS, 'bash', 'cat', 'grep', 'pgrep', 'ps', 'sh', 'test'],
  scratch: [...NO_CLIENTS, 'bash', 'cat', 'grep', 'pgrep', 'ps', 'sh', 'test'],
  ubuntu: NO_CLIENTS,
}
/** Debian's images have no procps; of those with a language only these were looked into. */
const NO_PROCPS = new Set(['debian', 'node', 'python'])

/** True when a program is surely not in the image itself. */
export function lacksProgram({ system, name }: Known, program: string): boolean {
  if (system === 'debian' && NO_PROCPS.has(name) && /^(?:pgrep|ps)$/.test(program)) return true
  return MISSING[system].includes(program)
}

const DEBIAN_USERS =
  '_apt backup bin daemon games gnats irc list lp mail man news nobody proxy root sync sys systemd-network systemd-resolve systemd-timesync uucp www-data'
/** Those of older versions are among them. */
const ALPINE_USERS =
  'adm at bin cron cyrus daemon ftp games guest halt lp mail man news nobody ntp operator postmaster root shutdown smmsp squid sshd svn sync uucp vpopmail xfs'

const USERS: Readonly<Record<System, string>> = {
  alpine: ALPINE_USERS,
  busybox: 'root daemon bin sys sync mail www-data operator nobody',
  debian: DEBIAN_USERS,
  distroless: 'app nobody nonroot root',
  scratch: '',
  ubuntu: `${DEBIAN_USERS} ubuntu`,
}

/** Users that an image of a kind has from the start. */
export function systemUsers({ system, name }: Known): ReadonlySet<string> {
  const own: Readonly<Record<string, string>> = { node: 'node', redis: 'redis' }
  const dotnet = name.startsWith('mcr.microsoft.com/dotnet/') ? 'app' : ''
  return new Set(`${USERS[system]} ${own[name] ?? ''} ${dotnet}`.split(/\s+/))
}
