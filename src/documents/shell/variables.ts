import type { Assignment, DoubleQuotedChild, Word, WordPart } from 'unbash'

/** Variables of a shell whose values are known: texts, and lists. */
export type Variables = ReadonlyMap<string, string | readonly string[]>

/** What a program gets for a word: nothing or several where a variable stands alone; undefined when that is not known. */
export function fieldsOf(word: Word, variables: Variables): readonly string[] | undefined {
  const [part, ...others] = word.parts ?? []
  if (part === undefined || others.length > 0) return asList(textOf(word, variables))
  const [inner, ...more] = part.type === 'DoubleQuoted' ? part.parts : []
  const list = more.length > 0 ? undefined : listOf(inner ?? part, variables)
  if (list !== undefined) return part.type === 'DoubleQuoted' || !list.some(hasBlanks) ? list : undefined
  const value = variableOf(part, variables)
  if (value === undefined) return asList(textOf(word, variables))
  return /[*?[\]\\]/.test(value) ? undefined : value.split(/\s+/).filter(Boolean)
}

function asList(text: string | undefined): readonly string[] | undefined {
  return text === undefined ? undefined : [text]
}

function listOf(part: WordPart, variables: Variables): readonly string[] | undefined {
  if (part.type === 'SimpleExpansion') return part.text === '$@' ? valuesOf('@', variables) : undefined
  if (part.type !== 'ParameterExpansion' || part.prefix || part.operation || part.index?.text !== '@') return undefined
  return valuesOf(part.parameter, variables)
}

function valuesOf(name: string, variables: Variables): readonly string[] | undefined {
  const value = variables.get(name)
  return typeof value === 'string' ? undefined : value
}

/** One text for a word, however many fields it falls into; undefined when it is not known. */
export function textOf({ text, value, parts = [] }: Word, variables: Variables): string | undefined {
  if (text.startsWith('~')) return undefined
  return parts.length === 0 ? value : joined(parts, variables, false)
}

function joined(parts: readonly (WordPart | DoubleQuotedChild)[], variables: Variables, isQuoted: boolean) {
  let text = ''
  for (const part of parts) {
    const value = partOf(part, variables, isQuoted)
    if (value === undefined) return undefined
    text += value
  }
  return text
}

function partOf(part: WordPart, variables: Variables, isQuoted: boolean): string | undefined {
  if (part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted') return part.value
  if (part.type === 'DoubleQuoted') return joined(part.parts, variables, true)
  const value = variableOf(part, variables)
  return value !== undefined && (isQuoted || !hasBlanks(value)) ? value : undefined
}

/** The shell takes such a value apart where it is not in quotes, or looks for files of that name. */
function hasBlanks(value: string): boolean {
  return /[\s*?[\]\\]/.test(value)
}

function variableOf(part: WordPart, variables: Variables): string | undefined {
  if (part.type === 'SimpleExpansion') return valueOf(part.text.slice(1), variables)
  if (part.type !== 'ParameterExpansion' || part.prefix || part.index) return undefined
  const value = valueOf(part.parameter, variables)
  const { operation } = part
  if (operation === undefined || value === undefined) return value
  const isDefault = operation.type === 'Default' && (operation.operator === ':-' || operation.operator === '-')
  if (!isDefault) return undefined
  return value === '' && operation.operator === ':-' ? textOf(operation.operand, variables) : value
}

function valueOf(name: string, variables: Variables): string | undefined {
  const value = variables.get(name)
  return typeof value === 'string' ? value : undefined
}

/** What an assignment makes of its variable; undefined when that is not known. */
export function assignedValue(
  { value, append, index }: Assignment,
  variables: Variables,
): string | readonly string[] | undefined {
  if (append || index) return undefined
  // No word is taken apart behind the `=`.
  if (value.type === 'Word') return value.parts ? joined(value.parts, variables, true) : textOf(value, variables)
  const fields = value.elements.map(word => fieldsOf(word, variables))
  return fields.every(one => one !== undefined) ? fields.flat() : undefined
}
