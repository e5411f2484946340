import type { LineSpan } from '../inputs/change.js'

/** Where things can be looked up on the web; a part that is not known gives no links. */
export interface Links {
  /** `https://github.com/owner/repo/blob/<sha>`: the files under review. */
  readonly blob: string | undefined
  /** `https://github.com/owner/drydock/blob/<version>/docs/rules`: the rule pages. */
  readonly rules: string | undefined
}

/** Of a longer address nobody needs the link, and many of them would fill a page (characters). */
const ADDRESS_LIMIT = 1000

export const NO_LINKS: Links = { blob: undefined, rules: undefined }

/** A place in a file as Markdown, with a link where there is one. */
export function placeLink({ blob }: Links, path: string, { first, last }: LineSpan): string {
  const lines = first === last ? `L${first}` : `L${first}-L${last}`
  const label = `${first === last ? `line ${first}` : `lines ${first}–${last}`}`
  if (blob === undefined) return label
  // `plain=1` keeps GitHub from rendering the file, so that lines can be marked.
  const address = `${blob}/${encodePath(path)}?plain=1#${lines}`
  return address.length > ADDRESS_LIMIT ? label : `[${label}](${address})`
}

export function ruleLink({ rules }: Links, id: string): string {
  return rules === undefined ? `\`${id}\`` : `[\`${id}\`](${rules}/${id}.md)`
}

function encodePath(path: string): string {
  return path
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/[()]/g, character => `%${character.charCodeAt(0).toString(16)}`)
}
