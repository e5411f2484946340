import { digest, type Fingerprint } from './fingerprint.js'

/** What a comment of Drydock's remembers of itself, in a hidden last line. */
export interface Marker {
  /** A closed comment speaks of the past: it was fixed, or said again elsewhere. */
  readonly state: 'open' | 'closed'
  /** Which Drydock it is of, where several review one pull request. */
  readonly instance: string
  /** The commit that it was posted for, or `-`. */
  readonly commit: string
  /** Digest of what the comment says, since GitHub may give a text back with other line ends. */
  readonly content: string
  /** The findings it is about. */
  readonly fingerprints: readonly Fingerprint[]
}

/** Two jobs on one pull request have check runs of different names, and each keeps to its own comments. */
export function instanceOf(checkName: string): string {
  return digest(checkName)
}

const LINE = /^<!-- drydock:1 (open|closed) (\S+) (\S+) (\S+)((?: \S+)*) -->$/
const FINGERPRINT = /^([a-z0-9-]+)\/([0-9a-f]+)\/([0-9a-f]+)\/(\d+)$/

/** The last line of a comment. */
export function writeMarker({ state, instance, commit, content, fingerprints }: Marker): string {
  const prints = fingerprints.map(({ rule, path, text, ordinal }) => ` ${rule}/${path}/${text}/${ordinal}`)
  return `<!-- drydock:1 ${state} ${instance} ${commit} ${content}${prints.join('')} -->`
}

/**
 * Reads the marker of a comment; only its last line counts, as text from a file may stand in any other. Whether the comment
 * is Drydock's own is for the caller to know.
 */
export function readMarker(body: string): Marker | undefined {
  const [, state, instance = '', commit = '', content = '', prints = ''] = LINE.exec(lastLine(body)) ?? []
  if (state !== 'open' && state !== 'closed') return undefined
  const fingerprints = prints.split(' ').flatMap(print => {
    const [, rule, path, text, ordinal] = FINGERPRINT.exec(print) ?? []
    return rule && path && text ? [{ rule, path, text, ordinal: Number(ordinal) }] : []
  })
  return { state, instance, commit, content, fingerprints }
}

/** A comment's text without its marker. */
export function withoutMarker(body: string): string {
  return readMarker(body) ? body.trimEnd().slice(0, -lastLine(body).length).trimEnd() : body
}

function lastLine(body: string): string {
  const text = body.trimEnd()
  return text.slice(text.lastIndexOf('\n') + 1)
}
