import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'

/** How long an answer is good for (ms): a tag may be another image tomorrow. */
const LIFETIME = 24 * 60 * 60 * 1000
/** Of what has no end somebody else wrote it (bytes). */
const SIZE_LIMIT = 1024 * 1024
export const DIGEST = /^sha256:[0-9a-f]{64}$/

interface Entry {
  readonly digest: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Digests of earlier runs, in one file of the user's; of the job's on GitHub. */
export interface DigestCache {
  read(): Promise<ReadonlyMap<string, string>>
  /** Adds what was learnt now. A file that cannot be written is none. */
  add(digests: ReadonlyMap<string, string>): Promise<void>
}

/** Where the environment says that such files go. */
export function digestCachePath(env: NodeJS.ProcessEnv): string {
  const { GITHUB_ACTIONS, RUNNER_TEMP, XDG_CACHE_HOME } = env
  const folder = [GITHUB_ACTIONS === 'true' ? RUNNER_TEMP : undefined, XDG_CACHE_HOME].find(
    path => path !== undefined && isAbsolute(path),
  )
  return join(folder ?? join(homedir(), '.cache'), 'drydock', 'digests.json')
}

export function digestCacheIn(path: string, now: () => number = Date.now): DigestCache {
  return {
    async read() {
      return new Map([...(await entriesIn(path, now()))].map(([name, { digest }]) => [name, digest]))
    },
    async add(digests) {
      if (digests.size === 0) return
      const at = now()
      const known = await entriesIn(path, at)
      const learnt = [...digests].map(([name, digest]) => [name, { digest, at }] as const)
      await replace(path, JSON.stringify(Object.fromEntries([...known, ...learnt]))).catch(() => {})
    },
  }
}

/** What is fresh in the file; nothing when it is none of ours. */
async function entriesIn(path: string, now: number): Promise<ReadonlyMap<string, Entry>> {
  try {
    const bytes = await readFile(path)
    const known: unknown = bytes.length > SIZE_LIMIT ? undefined : JSON.parse(bytes.toString())
    if (typeof known !== 'object' || known === null) return new Map()
    return new Map(
      Object.entries(known).flatMap(([name, entry]) => (isFresh(entry, now) ? [[name, entry] as const] : [])),
    )
  } catch {
    return new Map()
  }
}

function isFresh(entry: unknown, now: number): entry is Entry {
  if (typeof entry !== 'object' || entry === null) return false
  const { digest, at } = entry as Partial<Record<keyof Entry, unknown>>
  return typeof digest === 'string' && DIGEST.test(digest) && typeof at === 'number' && at <= now && now - at < LIFETIME
}

/** Whoever reads meanwhile gets the old text or the new one. */
async function replace(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomUUID()}`
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
