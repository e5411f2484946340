/**
 * SPDX license expressions: `MIT`, `Apache-2.0 OR (GPL-2.0-only WITH Classpath-exception-2.0)`. There is no list of identifiers
 * here, since it grows every quarter: only the form of an expression is checked, and the common ways to miss an identifier.
 */

/** Licenses whose names say no version or no variant. */
const VAGUE = /^(?:apache|bsd|cc|cc-by|eupl|gpl|lgpl|agpl|mpl|gnu)$/i
const IDENTIFIER = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?[A-Za-z0-9.-]+\+?$/
const OPERATOR = /^(?:AND|OR|WITH)$/i

/**
 * What is wrong with a license expression.
 * @returns undefined when nothing is
 */
export function faultInLicenses(text: string): string | undefined {
  const [id, other] = candidates(text)
  if (other !== undefined) return `its identifier is \`${id}\` or \`${other}\``
  if (id !== undefined) return `its identifier is \`${id}\``
  if (VAGUE.test(text.trim())) return 'it does not say which version or variant of the license'
  return isExpression(text) ? undefined : 'identifiers stand between AND, OR and WITH'
}

/** True for identifiers with operators between them and parentheses around them; capitals do not matter. */
function isExpression(text: string): boolean {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? []
  let depth = 0
  let wantsOperand = true
  for (const token of tokens) {
    if (token === '(' && wantsOperand) depth++
    else if (token === ')' && !wantsOperand && depth > 0) depth--
    else if (OPERATOR.test(token) && !wantsOperand) wantsOperand = true
    else if (wantsOperand && IDENTIFIER.test(token) && !OPERATOR.test(token)) wantsOperand = false
    else return false
  }
  return depth === 0 && !wantsOperand
}

/** Names of licenses in lower case, with single blanks for other separators and without "license", "the", "version". */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:apache|asl|apache software|al) ?v?2(?:\.0)?$/, 'Apache-2.0'],
  [/^mit$/, 'MIT'],
  [/^isc$/, 'ISC'],
  [/^(?:mpl|mozilla public) ?v?2(?:\.0)?$/, 'MPL-2.0'],
  [/^(?:epl|eclipse public) ?v?2(?:\.0)?$/, 'EPL-2.0'],
  [/^eupl ?v?1\.2$/, 'EUPL-1.2'],
  [/^(?:bsd ?3(?: clause)?|3 clause bsd|new bsd|modified bsd)$/, 'BSD-3-Clause'],
  [/^(?:bsd ?2(?: clause)?|2 clause bsd|simplified bsd|freebsd)$/, 'BSD-2-Clause'],
  [/^cc0(?: ?1\.0)?$/, 'CC0-1.0'],
]
const GNU_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:affero general public|affero gpl|agpl)/, 'AGPL'],
  [/^(?:lesser general public|lesser gpl|lgpl)/, 'LGPL'],
  [/^(?:general public|gpl)/, 'GPL'],
]
const GNU_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  AGPL: ['3.0'],
  LGPL: ['2.0', '2.1', '3.0'],
  GPL: ['1.0', '2.0', '3.0'],
}
/** Identifiers from before 2018: out of use, but still on the list. */
const OLD_GNU = /^(?:A|L)?GPL-\d\.\d\+?$/i

/**
 * The identifier of a license that is named otherwise: `Apache 2`, `GPLv3+`, `MIT License`.
 * @returns undefined when the text is an identifier or tells no license for sure: most who write `GPLv3` mean later ones, too
 */
export function meantLicense(text: string): string | undefined {
  const [id, ...others] = candidates(text)
  return others.length === 0 ? id : undefined
}

function candidates(text: string): readonly string[] {
  if (OLD_GNU.test(text)) return []
  const name = text
    .toLowerCase()
    .replace(/[\s,_-]+/g, ' ')
    .replace(/\b(?:the|licen[cs]e) ?/g, '')
    .replace(/\bversion /g, 'v')
    .trim()
  const id = NAMES.find(([pattern]) => pattern.test(name))?.[1]
  const ids = id === undefined ? gnuLicenses(name) : [id]
  return ids.some(one => one.toLowerCase() === text.toLowerCase()) ? [] : ids
}

function gnuLicenses(name: string): readonly string[] {
  const plain = name.replace(/^gnu /, '')
  const found = GNU_NAMES.find(([pattern]) => pattern.test(plain))
  if (found === undefined) return []
  const [pattern, family] = found
  const rest = /^ ?v?(\d(?:\.\d)?)( ?\+| or later| or newer| only)?$/.exec(plain.replace(pattern, ''))
  if (rest === null) return []
  const [, number = '', extent] = rest
  const version = number.includes('.') ? number : `${number}.0`
  if (!GNU_VERSIONS[family]?.includes(version)) return []
  const [only, later] = [`${family}-${version}-only`, `${family}-${version}-or-later`]
  if (extent === undefined) return [only, later]
  return [extent === ' only' ? only : later]
}
