/** What an expression of a workflow comes to. */
export interface Outcome {
  /** Undefined when it is not known. */
  readonly value: unknown
  /** Whether it counts as true; that may be known where the value is not. */
  readonly truth: boolean | undefined
}

/** A name of a context with its keys: `matrix.image.name`; undefined for what is not known, null for what is not there. */
export type LookUp = (keys: readonly string[]) => unknown

const UNKNOWN: Outcome = { value: undefined, truth: undefined }

/** Works out the inner of `${{ … }}`, as far as it is known. Never throws. */
export function evaluate(code: string, lookUp: LookUp): Outcome {
  if (code.length > LENGTH_LIMIT) return UNKNOWN
  const tokens = code.match(TOKEN) ?? []
  const isWhole = tokens.join('') === code.replace(/'(?:[^']|'')*'|\s+/g, text => (text.startsWith("'") ? text : ''))
  const reader: Reader = { tokens, at: 0, lookUp }
  const outcome = isWhole ? either(reader) : undefined
  return outcome === undefined || reader.at < tokens.length ? UNKNOWN : outcome
}

/** Brackets in brackets fill the stack; nobody writes more. */
const LENGTH_LIMIT = 1000

const TOKEN = /'(?:[^']|'')*'|\|\||&&|[=!<>]=|[()[\].,!<>*]|-?\d+(?:\.\d+)?(?![\w-])|[A-Za-z_][\w-]*/g

interface Reader {
  readonly tokens: readonly string[]
  readonly lookUp: LookUp
  at: number
}

/** What an operator makes of two; undefined stands for a text that cannot be read. */
type Read = (reader: Reader) => Outcome | undefined

function known(value: unknown): Outcome {
  return value === undefined ? UNKNOWN : { value, truth: isTrue(value) }
}

function isTrue(value: unknown): boolean {
  return !(value === null || value === false || value === 0 || value === '' || Number.isNaN(value))
}

function accept(reader: Reader, ...tokens: readonly string[]): string | undefined {
  const token = reader.tokens[reader.at]
  if (token === undefined || !tokens.includes(token)) return undefined
  reader.at++
  return token
}

function chained(
  read: Read,
  operators: readonly string[],
  apply: (a: Outcome, b: Outcome, operator: string) => Outcome,
): Read {
  return reader => {
    let left = read(reader)
    for (;;) {
      const operator = left && accept(reader, ...operators)
      if (left === undefined || operator === undefined) return left
      const right = read(reader)
      left = right && apply(left, right, operator)
    }
  }
}

function both(left: Outcome, right: Outcome): Outcome {
  if (left.truth !== undefined) return left.truth ? right : left
  return { value: undefined, truth: right.truth === false ? false : undefined }
}

function oneOf(left: Outcome, right: Outcome): Outcome {
  if (left.truth !== undefined) return left.truth ? left : right
  return { value: undefined, truth: right.truth === true ? true : undefined }
}

function compared(left: Outcome, right: Outcome, operator: string): Outcome {
  if (left.value === undefined || right.value === undefined) return UNKNOWN
  const isSame = sameValue(left.value, right.value)
  return isSame === undefined ? UNKNOWN : known(isSame === (operator === '=='))
}

/** Texts are the same in any case of letters; values of two kinds are compared as numbers. */
function sameValue(a: unknown, b: unknown): boolean | undefined {
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase()
  if ([a, b].some(one => typeof one === 'object' && one !== null)) return undefined
  return typeof a === typeof b && a !== null && b !== null ? a === b : numberOf(a) === numberOf(b)
}

function numberOf(value: unknown): number {
  return value === '' || value === null ? 0 : Number(value)
}

function unary(reader: Reader): Outcome | undefined {
  if (accept(reader, '!') === undefined) return primary(reader)
  const inner = unary(reader)
  return inner && (inner.truth === undefined ? UNKNOWN : known(!inner.truth))
}

const equality = chained(unary, ['==', '!='], compared)
const all = chained(equality, ['&&'], both)
const either: Read = chained(all, ['||'], oneOf)

function primary(reader: Reader): Outcome | undefined {
  if (accept(reader, '(')) {
    const inner = either(reader)
    return accept(reader, ')') ? inner : undefined
  }
  const token = reader.tokens[reader.at++]
  if (token === undefined) return undefined
  if (token.startsWith("'")) return known(token.slice(1, -1).replaceAll("''", "'"))
  if (/^-?\d/.test(token)) return known(Number(token))
  if (token === 'true' || token === 'false') return known(token === 'true')
  if (token === 'null') return known(null)
  if (!/^[A-Za-z_]/.test(token)) return undefined
  return accept(reader, '(') ? called(token, reader) : named(token, reader)
}

function named(context: string, reader: Reader): Outcome | undefined {
  const keys = [context]
  for (;;) {
    if (accept(reader, '.')) {
      const key = reader.tokens[reader.at++]
      if (key === undefined || !/^[\w*-]+$/.test(key)) return undefined
      keys.push(key)
    } else if (accept(reader, '[')) {
      const key = either(reader)
      if (key === undefined || accept(reader, ']') === undefined) return undefined
      keys.push(key.value === undefined ? '*' : String(key.value))
    } else return keys.includes('*') ? UNKNOWN : known(reader.lookUp(keys))
  }
}

function called(name: string, reader: Reader): Outcome | undefined {
  const given: Outcome[] = []
  while (accept(reader, ')') === undefined) {
    if (given.length > 0 && accept(reader, ',') === undefined) return undefined
    const one = either(reader)
    if (one === undefined) return undefined
    given.push(one)
  }
  const values = given.map(({ value }) => value)
  return values.includes(undefined) ? UNKNOWN : known(resultOf(name.toLowerCase(), values))
}

function resultOf(name: string, [first, second, ...others]: readonly unknown[]): unknown {
  const isText = (value: unknown) => value === null || typeof value !== 'object'
  if (name === 'fromjson') return typeof first === 'string' ? parsedJson(first) : undefined
  if (name === 'format' && typeof first === 'string' && [second, ...others].every(isText))
    return first.replace(/\{(\d+)\}/g, (_, i: string) => String([second, ...others][Number(i)] ?? ''))
  if (name === 'contains' && Array.isArray(first)) return first.some(one => sameValue(one, second))
  if (!isText(first) || !isText(second) || second === undefined) return undefined
  const [text, part] = [String(first ?? '').toLowerCase(), String(second ?? '').toLowerCase()]
  if (name === 'contains') return text.includes(part)
  if (name === 'startswith') return text.startsWith(part)
  return name === 'endswith' ? text.endsWith(part) : undefined
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
