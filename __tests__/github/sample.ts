import { chmodSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Octokit } from '@octokit/rest'
import { commitFiles, newRepository, switchTo } from './git-repository.js'
import type { Intercept } from './http.js'
import { type LoopbackGitHub, startGitHub } from './server.js'

/** `count` lines of the form `RUN step 7`. */
export function steps(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `RUN step ${index + 1}`)
}

export interface Sample {
  readonly directory: string
  /** The commits of the pull request, the oldest first; its head is the last. */
  readonly commits: readonly string[]
  /** Where the branches part, and what `main` has got since. */
  readonly parted: string
  readonly main: string
}

/** A pull request with a file of every kind of change; `Dockerfile` changes in lines 2 and 28 of 30. */
export function sampleRepository(): Sample {
  const directory = newRepository()
  const lines = steps(30)
  commitFiles(directory, {
    Dockerfile: `${lines.join('\n')}\n`,
    'gone.txt': 'gone\n',
    'moved.txt': 'moved\nas\nit\nis\n',
    'moved with changes.txt': 'one\ntwo\nthree\nfour\nfive\n',
    'script.sh': 'exit 0\n',
    'image.bin': new Uint8Array([0, 1, 2]),
    'docker/app/Dockerfile': 'FROM scratch\n',
  })
  symlinkSync('docker/app/Dockerfile', join(directory, 'link'))
  const parted = commitFiles(directory, {})
  switchTo(directory, 'feature', 'main')
  const first = commitFiles(directory, { 'new.txt': 'no final newline' })
  chmodSync(join(directory, 'script.sh'), 0o755)
  const head = commitFiles(directory, {
    Dockerfile: `${lines.with(1, 'RUN new 2').with(27, 'RUN new 28').join('\n')}\n`,
    'gone.txt': null,
    'moved.txt': null,
    'kept/moved.txt': 'moved\nas\nit\nis\n',
    'moved with changes.txt': null,
    'ключ.txt': 'one\ntwo\nthree\nfour\nsix\n',
    'image.bin': new Uint8Array([0, 1, 2, 3]),
    'windows.txt': 'diff --git\r\n@@ -1 +1 @@\r\n',
  })
  switchTo(directory, 'main')
  const main = commitFiles(directory, { Dockerfile: `# moved on\n${lines.join('\n')}\n` })
  return { directory, commits: [first, head], parted, main }
}

export interface Loopback {
  readonly github: LoopbackGitHub
  readonly octokit: Octokit
}

/** The pull request of a sample, and a client with the bot's token. */
export async function startSample(directory: string, intercept?: Intercept): Promise<Loopback> {
  const place = { owner: 'acme', repo: 'app', number: 7, base: 'main', head: 'feature' }
  const github = await startGitHub({ directory, ...place, ...(intercept && { intercept }) })
  return { github, octokit: clientOf(github, github.token) }
}

/** Silent: a refusal that a test expects is no news. */
export function clientOf({ url: baseUrl }: LoopbackGitHub, auth: string | undefined): Octokit {
  const silent = () => {}
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  return new Octokit({ baseUrl, log, ...(auth !== undefined && { auth }) })
}

export function removeSample({ directory }: Sample): void {
  rmSync(directory, { recursive: true, force: true })
}
