import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Files } from '../../rules/checking.js'
import { writeTar } from '../tar.js'
import { filling, freshNames, type Registry, serve } from './serve.js'

/** What names its packages and where they come from, besides `package.json`. */
type Lock = (packages: readonly Package[], url: string) => Files

interface Package {
  readonly name: string
  readonly archive: Buffer
  readonly integrity: string
}

/** A registry of npm, for whatever manager reads this lock file. */
export async function startNpm(count: number, lock: Lock): Promise<Registry> {
  const packages = freshNames(count).map(name => {
    const manifest = JSON.stringify({ name, version: '1.0.0' })
    const content = { 'package/package.json': manifest, 'package/index.js': '', 'package/data': filling() }
    const archive = gzipSync(writeTar(content))
    return { name, archive, integrity: `sha512-${createHash('sha512').update(archive).digest('base64')}` }
  })
  const server = await serve(
    url =>
      new Map(
        packages.flatMap(({ name, archive, integrity }): readonly [string, Buffer | string][] => {
          const version = { name, version: '1.0.0', dist: { tarball: archiveAt(url, name), integrity } }
          const all = { name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }
          return [
            [name, JSON.stringify(all)],
            [archivePath(name), archive],
          ]
        }),
      ),
  )
  return {
    ...server,
    size: packages.reduce((sum, { archive }) => sum + archive.length, 0) / count,
    project(count) {
      const some = packages.slice(0, count)
      return {
        'package.json': JSON.stringify(manifestOf(some)),
        'app.js': '',
        '.dockerignore': 'node_modules\n',
        ...lock(some, server.url),
      }
    },
  }
}

function archivePath(name: string): string {
  return `${name}/-/${name}-1.0.0.tgz`
}

function archiveAt(url: string, name: string): string {
  return url + archivePath(name)
}

function manifestOf(packages: readonly Package[]): Readonly<Record<string, unknown>> {
  return { name: 'app', version: '1.0.0', dependencies: dependenciesOf(packages) }
}

function dependenciesOf(packages: readonly Package[]): Readonly<Record<string, string>> {
  return Object.fromEntries(packages.map(({ name }) => [name, '1.0.0']))
}

/** `package-lock.json` */
export const npmLock: Lock = (packages, url) => {
  const locked = packages.map(({ name, integrity }) => [
    `node_modules/${name}`,
    { version: '1.0.0', resolved: archiveAt(url, name), integrity },
  ])
  const root = { ...{ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true } }
  const lock = { ...root, packages: { '': manifestOf(packages), ...Object.fromEntries(locked) } }
  return { '.npmrc': `registry=${url}\n`, 'package-lock.json': JSON.stringify(lock) }
}

/** `yarn.lock` of Yarn 1 */
export const yarnLock: Lock = (packages, url) => ({
  'yarn.lock': `# yarn lockfile v1\n\n${packages
    .map(
      ({ name, integrity }) =>
        `\n${name}@1.0.0:\n  version "1.0.0"\n  resolved "${archiveAt(url, name)}"\n  integrity ${integrity}\n`,
    )
    .sort()
    .join('')}`,
})

/** Settings of Yarn 4: it asks the registry and writes its lock file. */
export const yarnSettings: Lock = (packages, url) => ({
  'package.json': JSON.stringify({ ...manifestOf(packages), packageManager: 'yarn@4.9.1' }),
  '.yarnrc.yml': `nodeLinker: node-modules\nnpmRegistryServer: "${url}"\nunsafeHttpWhitelist: ["127.0.0.1"]\nenableTelemetry: false\n`,
})

/** `pnpm-lock.yaml` */
export const pnpmLock: Lock = (packages, url) => {
  const lines = (line: (one: Package) => string) => packages.map(line).sort().join('')
  const lock = `lockfileVersion: '9.0'
settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false
importers:
  .:
    dependencies:
${lines(({ name }) => `      ${name}:\n        specifier: 1.0.0\n        version: 1.0.0\n`)}
packages:
${lines(({ name, integrity }) => `  ${name}@1.0.0:\n    resolution: {integrity: ${integrity}}\n`)}
snapshots:
${lines(({ name }) => `  ${name}@1.0.0: {}\n`)}`
  return { '.npmrc': `registry=${url}\n`, 'pnpm-lock.yaml': lock }
}

/** Nothing but where the registry is: the manager asks it and writes its lock file. */
export const noLock: Lock = (_, url) => ({ '.npmrc': `registry=${url}\n` })
