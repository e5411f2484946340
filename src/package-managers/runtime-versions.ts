import { readJson } from './package-json.js'

/** The tag of an official image that a text asks for; undefined where it leaves that open. */
type Reader = (text: string) => string | undefined

/** Node's own names of its long-term versions, from its release schedule. */
const NODE_NAMES: Readonly<Record<string, string>> = {
  ...{ argon: '4', boron: '6', carbon: '8', dubnium: '10', erbium: '12', fermium: '14', gallium: '16' },
  ...{ hydrogen: '18', iron: '20', jod: '22', krypton: '24' },
}

/** The major version: its tag exists for every release. */
function node(version: string): string | undefined {
  const wanted = version.trim()
  const name = /^lts\/(\w+)$/i.exec(wanted)?.[1]
  if (name !== undefined) return NODE_NAMES[name.toLowerCase()]
  const [, from, until] = /^>=\s*(\d+)(?:\.\d+){0,2}\s+<\s*(\d+)(?:\.0){0,2}$/.exec(wanted) ?? []
  if (from !== undefined) return Number(until) === Number(from) + 1 ? from : undefined
  const major = /^[\^~]?[=v]*\s*(\d+)(?:\.(?:\d+|[x*])){0,2}$/.exec(wanted)?.[1]
  return major !== undefined && Number(major) >= 4 ? major : undefined
}

/** The minor version; the whole one where pip would refuse every other. */
function python(version: string): string | undefined {
  const wanted = version.replace(/\s+/g, '')
  const [, whole] = /^={2,3}(3\.\d+\.\d+)$/.exec(wanted) ?? []
  if (whole !== undefined) return whole
  const [, from, until] = /^>=3\.(\d+)(?:\.\d+)?,<3\.(\d+)(?:\.0)?$/.exec(wanted) ?? []
  if (from !== undefined) return Number(until) === Number(from) + 1 ? `3.${from}` : undefined
  return /^(?:==|~=?)?(3\.\d+)\.(?:\d+|\*)$|^~(3\.\d+)$/.exec(wanted)?.slice(1).find(Boolean)
}

/** The minor version, whose newest release is not older. Before 1.21 `go` said nothing of what a module needs. */
function go(version: string): string | undefined {
  const minor = /^1\.(\d+)(?:\.\d+)?$/.exec(version.trim())?.[1]
  return minor !== undefined && Number(minor) >= 21 ? `1.${minor}` : undefined
}

/** Bundler and rustup take a whole version for what it is. */
function asItIs(version: string): string | undefined {
  return /^\d+\.\d+(?:\.\d+)?$/.exec(version.trim())?.[0]
}

/** All that a file says but for comments, if that is one line. */
const line =
  (tag: Reader): Reader =>
  text => {
    const [only, ...others] = text.split(/\r?\n/).filter(written => /^\s*[^#\s]/.test(written))
    return only === undefined || others.length > 0 ? undefined : tag(only.trim())
  }

const match =
  (pattern: RegExp, tag: Reader): Reader =>
  text => {
    const version = pattern.exec(text)?.slice(1).find(Boolean)
    return version === undefined ? undefined : tag(version)
  }

const tool = (name: string, tag: Reader) => match(new RegExp(`^${name}[ \\t]+(\\S+)[ \\t]*(?:#.*)?\\r?$`, 'm'), tag)

const PYPROJECT = /^requires-python\s*=\s*["']([^"'\n]*)["']|^python\s*=\s*["']([~=\d][^"'\n]*)["']/m
const CHANNEL = /^\s*channel\s*=\s*["']([^"'\n]*)["']|^([\d.]+)\s*$/m

/** By the name of an official image and of a file in which a project says which version it is for. */
const FILES: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  node: {
    '.nvmrc': line(node),
    '.node-version': line(node),
    '.tool-versions': tool('nodejs', node),
    'package.json': ofManifest,
  },
  python: {
    '.python-version': line(version => python(version.replace(/^(3\.\d+)$/, '~$1'))),
    '.tool-versions': tool('python', python),
    'pyproject.toml': match(PYPROJECT, version => python(version.replace(/^(?=\d+\.\d+\.\d+$)/, '=='))),
  },
  golang: {
    // The toolchain is the newer of the two.
    'go.mod': text =>
      match(/^toolchain go(1[\d.]+)[ \t]*\r?$/m, go)(text) ?? match(/^go (1[\d.]+)[ \t]*(?:\/\/.*)?\r?$/m, go)(text),
    '.go-version': line(go),
    '.tool-versions': tool('golang', go),
  },
  ruby: {
    '.ruby-version': line(version => asItIs(version.replace(/^ruby-/, ''))),
    '.tool-versions': tool('ruby', asItIs),
    Gemfile: match(/^ruby ["'](?:= *)?(\d+\.\d+\.\d+)["']|^ruby ["']~> *(\d+\.\d+)\.\d+["']/m, asItIs),
  },
  rust: {
    'rust-toolchain': match(CHANNEL, asItIs),
    'rust-toolchain.toml': match(CHANNEL, asItIs),
    '.tool-versions': tool('rust', asItIs),
  },
}

function ofManifest(text: string): string | undefined {
  const { volta, engines } = readJson(text) ?? {}
  const version = [volta, engines].map(group => (group as { readonly node?: unknown } | undefined)?.node).find(Boolean)
  return typeof version === 'string' ? node(version) : undefined
}

/** Names of all files that may say which version of a language a project is for. */
export const RUNTIME_FILES: readonly string[] = [...new Set(Object.values(FILES).flatMap(files => Object.keys(files)))]

/** Names of the files that may say which tag of an official image a project needs; undefined for other images. */
export function runtimeFiles(image: string): readonly string[] | undefined {
  return FILES[image] && Object.keys(FILES[image])
}

export function runtimeTag(image: string, name: string, text: string): string | undefined {
  return FILES[image]?.[name]?.(text)
}
