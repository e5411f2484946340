/**
 * Text from a file as inline Markdown that shows it and does nothing else: no markup, no HTML, no mention, no link to an
 * issue. Code spans stay; GitHub reads nothing inside them.
 */
export function inlineText(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line
    .split(/(`[^`]+`)/)
    .map(part => (/^`[^`]+`$/.test(part) ? part : escapeInline(part)))
    .join('')
}

/** Where a backslash does not keep GitHub from seeing a mention, an issue or a link, a character reference does. */
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': '&#64;',
  '#': '&#35;',
  '://': '&#58;//',
}

function escapeInline(text: string): string {
  return text.replace(/[&<>@#]|:\/\/|[\\`*_{}[\]|~!]/g, found => REFERENCES[found] ?? `\\${found}`)
}

/** Text from a file as a code span, whatever backticks it holds. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = /^`|`$/.test(text) ? ' ' : ''
  return `${fence}${pad}${text.replace(/\s+/g, ' ')}${pad}${fence}`
}

/** A code span inside a table: a bar would end the cell there, even in code. */
export function cellCode(text: string): string {
  return codeSpan(text).replaceAll('|', '\\|')
}
