import type { Context } from '../build/context.js'
import { readJson } from './package-json.js'

/** A version that a file of the repository names. */
export interface LockedVersion {
  readonly version: string
  readonly file: string
}

const VERSION = String.raw`(\d[\w.+!-]*)`
const FILES: Readonly<Record<string, RegExp>> = {
  pip: /(?:^|\/)(?:[^/]*(?:requirements|constraints)[^/]*\.(?:txt|in)|(?:poetry|uv|pdm)\.lock)$/,
  npm: /(?:^|\/)(?:package\.json|package-lock\.json)$/,
  gem: /(?:^|\/)(?:Gemfile|Gemfile\.lock)$/,
}
const FAMILY: Readonly<Record<string, string>> = { uv: 'pip', pipx: 'pip', pnpm: 'npm', yarn: 'npm', bun: 'npm' }

/** The version of a module that files of the repository agree on. */
export function lockedVersion(manager: string, name: string, context: Context): LockedVersion | undefined {
  const family = FAMILY[manager] ?? manager
  const pattern = FILES[family]
  if (pattern === undefined) return undefined
  const found = context.filesIn('').flatMap(file => {
    const text = pattern.test(file) ? context.textOf(file) : undefined
    const versions = text === undefined ? [] : versionsIn(family, file, text, name)
    return versions.map(version => ({ version, file }))
  })
  return new Set(found.map(({ version }) => version)).size === 1 ? found[0] : undefined
}

function versionsIn(family: string, file: string, text: string, name: string): readonly string[] {
  if (family === 'npm') return npmVersions(file, text, name)
  const written = name.replace(/\[.*$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  if (family === 'gem') {
    const gem = file.endsWith('.lock')
      ? `^ {4}${written} \\(${VERSION}\\)`
      : `^\\s*gem ["']${written}["'], *["']${VERSION}["']`
    return all(text, new RegExp(gem, 'gm'))
  }
  const loose = written.replace(/(?:\\\.|[-_])+/g, '[-_.]')
  if (file.endsWith('.lock')) return all(text, new RegExp(`^name = "${loose}"\\r?\\nversion = "${VERSION}"`, 'gim'))
  return all(text, new RegExp(`^${loose}(?:\\[[^\\]]*\\])?\\s*={2,3}\\s*${VERSION}`, 'gim'))
}

function npmVersions(file: string, text: string, name: string): readonly string[] {
  const manifest = readJson(text) as Record<string, Record<string, unknown>> | undefined
  if (manifest === undefined) return []
  if (file.endsWith('package-lock.json')) {
    const entry = manifest.packages?.[`node_modules/${name}`] as { version?: unknown } | undefined
    return typeof entry?.version === 'string' ? [entry.version] : []
  }
  const managed = new RegExp(`^${name}@${VERSION}`).exec(String(manifest.packageManager ?? ''))?.[1]
  const wanted = [manifest.dependencies, manifest.devDependencies].flatMap(group => {
    const version = group?.[name]
    return typeof version === 'string' && /^\d+\.\d+\.\d+[\w.-]*$/.test(version) ? version : []
  })
  return [...wanted, ...(managed === undefined ? [] : [managed.replace(/\+.*$/, '')])]
}

function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, version]) => version ?? [])
}
