import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { git } from './git.js'

/** An empty git repository in a new folder, on the branch `main`. */
export function newRepository(): string {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-repository-'))
  git(directory, ['init', '--quiet', '--initial-branch=main'])
  return directory
}

/** Starts the branch `name` at `start` and moves to it; moves to it if it is there. */
export function switchTo(directory: string, name: string, start?: string): void {
  git(directory, ['switch', '--quiet', ...(start === undefined ? [name] : ['--force-create', name, start])])
}

/** Writes `files` (null removes one), commits, and gives the commit's name. Paths are relative to the repository. */
export function commitFiles(directory: string, files: Readonly<Record<string, string | Uint8Array | null>>): string {
  for (const [path, content] of Object.entries(files)) {
    const file = join(directory, path)
    if (content === null) {
      rmSync(file)
      continue
    }
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  const identity = ['-c', 'user.name=Octocat', '-c', 'user.email=octocat@github.com', '-c', 'core.autocrlf=false']
  git(directory, ['add', '--all'])
  git(directory, [...identity, 'commit', '--quiet', '--allow-empty', '-m', `Change ${Object.keys(files).join(', ')}`])
  return git(directory, ['rev-parse', 'HEAD']).toString().trim()
}
