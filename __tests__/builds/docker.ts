import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Files } from '../rules/checking.js'
import { type Entry, readTar } from './tar.js'

const run = promisify(execFile)

/** Calls `docker` and gives what it wrote to its standard output. */
export async function docker(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('docker', [...args], { maxBuffer: 64 << 20 })
  return stdout
}

/** A new folder with these files. */
export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-test-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

let made = 0
const images = new Set<string>()
const folders = new Set<string>()

interface BuildOptions {
  /** What `RUN --mount=type=secret` finds, by its id. */
  readonly secrets?: Files
  /** Values of ARGs. */
  readonly args?: Files
  /** Takes no layer from the build cache. */
  readonly isAnew?: boolean
  /**
   * A name that builds with the same cache mounts share. BuildKit makes a second, empty mount where another build holds the first one,
   * so that builds beside this one would take what it has stored.
   */
  readonly cacheSpace?: string
}

/** Builds a Dockerfile that lies outside its context, so that its own text does not get into the image. */
export async function build(dockerfile: string, files: Files, options: BuildOptions = {}): Promise<string> {
  const { secrets = {}, args = {}, isAnew = false, cacheSpace } = options
  const context = folderWith(files)
  const folder = folderWith({ Dockerfile: dockerfile, ...secrets })
  folders.add(context).add(folder)
  const tag = `drydock-test-${process.pid}-${++made}`
  images.add(tag)
  const more = [
    ...(isAnew ? ['--no-cache'] : []),
    ...Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...(cacheSpace ? ['--build-arg', `BUILDKIT_CACHE_MOUNT_NS=${cacheSpace}`] : []),
    ...Object.keys(secrets).flatMap(id => ['--secret', `id=${id},src=${folder}/${id}`]),
  ]
  await docker('build', '--quiet', '--network=host', ...more, '--tag', tag, '--file', `${folder}/Dockerfile`, context)
  return tag
}

/** Builds an image under the name that another Dockerfile starts from. */
export async function buildBase(name: string, dockerfile: string): Promise<void> {
  await docker('tag', await build(dockerfile, {}), name)
  images.add(name)
}

/** Removes what this file made: images and folders. Containers go as soon as they are done. */
export async function removeAll(): Promise<void> {
  if (images.size > 0) await docker('image', 'rm', '--force', ...images).catch(() => '')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  images.clear()
  folders.clear()
}

/** What the image's program writes, without a network. */
export function output(image: string): Promise<string> {
  return docker('run', '--rm', '--network=none', image)
}

/** What an image holds, by path. */
export async function filesOf(image: string): Promise<ReadonlyMap<string, Entry>> {
  const folder = folderWith({})
  const container = (await docker('create', image, 'true')).trim()
  try {
    await docker('export', '--output', `${folder}/image.tar`, container)
    return readTar(readFileSync(`${folder}/image.tar`))
  } finally {
    await docker('rm', container)
    rmSync(folder, { recursive: true })
  }
}

/** What an image says of itself: the configuration of its containers, and its author. */
export async function configOf(image: string): Promise<Readonly<Record<string, unknown>>> {
  const [{ Config, Author }] = JSON.parse(await docker('image', 'inspect', image))
  return { ...Config, Author }
}
