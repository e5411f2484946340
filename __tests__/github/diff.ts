import { git } from './git.js'

/** A file of a pull request, as far as git knows it, under the names of GitHub's `diff-entry`. */
export interface ChangedFile {
  readonly filename: string
  readonly previous_filename?: string
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed'
  /** The blob at the head, or the one that went where the file was removed. */
  readonly sha: string
  readonly additions: number
  readonly deletions: number
  readonly changes: number
  /** From the first `@@`, without a final newline. Absent for binary files, for moves and modes alone, and for large diffs. */
  readonly patch?: string
}

/** GitHub does not say where it stops; a patch of 374 KB is known to be left out (JabRef/jabref#16101). */
const MAX_PATCH = 350_000
const DIFF = ['diff', '--no-ext-diff', '--no-textconv', '--no-color', '--find-renames', '--unified=3', '--full-index']

const known = new Map<string, readonly ChangedFile[]>()

/** The files that differ between two commits, with renames found, in the order of their paths. */
export function changedFiles(directory: string, before: string, after: string): readonly ChangedFile[] {
  const key = `${directory}\0${before}\0${after}`
  const files = known.get(key) ?? readChangedFiles(directory, before, after)
  known.set(key, files)
  return files
}

function readChangedFiles(directory: string, before: string, after: string): readonly ChangedFile[] {
  const raw = git(directory, [...DIFF, '--raw', '--no-abbrev', '--numstat', '-z', before, after]).toString()
  const sections = sectionsOf(git(directory, [...DIFF, '--patch', before, after]).toString())
  const { entries, counts } = readRecords(raw.split('\0'))
  return entries.map((entry, index) => {
    // A file that turns into a symbolic link is shown as removed and added.
    const patches = sections.splice(0, entry.status === 'changed' && entry.isOtherType ? 2 : 1).map(patchOf)
    const patch = patches.filter(text => text !== undefined).join('\n')
    const [additions, deletions] = counts[index] ?? [0, 0]
    const { isOtherType, ...file } = entry
    const isShown = patch !== '' && patch.length <= MAX_PATCH
    return { ...file, additions, deletions, changes: additions + deletions, ...(isShown && { patch }) }
  })
}

type Entry = Pick<ChangedFile, 'filename' | 'previous_filename' | 'status' | 'sha'> & { readonly isOtherType: boolean }

/** Reads what `--raw --numstat -z` prints: one record per file of the one, then of the other; a rename has two names. */
function readRecords(fields: readonly string[]): { entries: Entry[]; counts: [number, number][] } {
  const entries: Entry[] = []
  const counts: [number, number][] = []
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] ?? ''
    const [, oldMode = '', newMode = '', oldSha = '', newSha = '', letter = ''] =
      /^:(\d+) (\d+) (\w+) (\w+) ([A-Z])\d*$/.exec(field) ?? []
    if (letter !== '') {
      const names = fields.slice(at + 1, at + (letter === 'R' ? 3 : 2))
      at += names.length
      const sha = letter === 'D' ? oldSha : newSha
      const status = statusOf(letter, oldSha === newSha)
      const previous = letter === 'R' ? { previous_filename: names[0] ?? '' } : {}
      const isOtherType = oldMode.slice(0, 2) !== newMode.slice(0, 2)
      entries.push({ sha, filename: names.at(-1) ?? '', ...previous, status, isOtherType })
    } else if (field !== '') {
      const [additions, deletions, name] = field.split('\t')
      if (name === '') at += 2
      counts.push([Number(additions) || 0, Number(deletions) || 0])
    }
  }
  return { entries, counts }
}

function statusOf(letter: string, isSameBlob: boolean): ChangedFile['status'] {
  if (letter === 'A') return 'added'
  if (letter === 'D') return 'removed'
  if (letter === 'R') return 'renamed'
  return letter === 'T' || isSameBlob ? 'changed' : 'modified'
}

/** Cuts a diff into one text per file. A line of content never begins with a `d`. */
function sectionsOf(diff: string): string[] {
  return diff.split(/(?<=^|\n)(?=diff --git )/).filter(Boolean)
}

function patchOf(section: string): string | undefined {
  const at = section.indexOf('\n@@ ')
  return at === -1 ? undefined : section.slice(at + 1).replace(/\n$/, '')
}
