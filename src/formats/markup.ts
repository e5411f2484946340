import { firstCharacters } from './characters.js'
import { printable } from './style.js'

/** Characters of one message: a file can hold a word of megabytes. */
const TEXT_LIMIT = 2000
/** Characters of one name; git and GitHub allow paths of 4,096 bytes. */
const CODE_LIMIT = 4096

/**
 * Text from a file as inline Markdown that shows it and does nothing else: no markup, no HTML, no mention, no link to an
 * issue. Code spans stay; GitHub reads nothing inside them.
 */
export function inlineText(text: string): string {
  const line = shortened(oneLine(text), TEXT_LIMIT)
  // Where backticks stand together, or one is left over, GitHub pairs them in other ways than they were meant.
  if (/``/.test(line) || (line.split('`').length - 1) % 2 === 1) return escapeInline(line)
  return line
    .split(/(`[^`]+`)/)
    .map(part => (/^`[^`]+`$/.test(part) ? part : escapeInline(part)))
    .join('')
}

/** Cut before it is escaped: afterwards a cut could leave half an escape behind. */
function shortened(text: string, limit: number): string {
  const start = firstCharacters(text, limit)
  return start === text ? text : `${start}…`
}

/**
 * Where a backslash does not keep GitHub from seeing a mention, an issue or a link, a character reference does; it looks for
 * mentions and issues once the references are read, so a space without width stands behind those.
 */
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': '&#64;&#8203;',
  '#': '&#35;&#8203;',
  '://': '&#58;&#8203;//',
  'www.': 'www&#46;',
  'gh-': 'GH&#45;&#8203;',
}

function escapeInline(text: string): string {
  const special = /[&<>@#]|:\/\/|www\.|\bgh-(?=\d)|[\\`*_{}[\]|~!]/gi
  return text.replace(special, found => REFERENCES[found.toLowerCase()] ?? `\\${found}`)
}

/** Line ends would begin a block of their own. */
function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' '))
}

/** Text from a file as a code span, whatever backticks it holds. */
export function codeSpan(whole: string): string {
  const text = shortened(whole, CODE_LIMIT)
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = /^`|`$/.test(text) ? ' ' : ''
  return `${fence}${pad}${oneLine(text)}${pad}${fence}`
}

/** A code span inside a table: a bar would end the cell there, even in code. */
export function cellCode(text: string): string {
  return codeSpan(text).replaceAll('|', '\\|')
}
