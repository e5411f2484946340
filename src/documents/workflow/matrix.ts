/** One choice of a value for every key of a matrix. */
export interface Cell {
  readonly values: Readonly<Record<string, unknown>>
  /** False where expressions decide, too: a key that is not here may have a value all the same. */
  readonly isWhole: boolean
}

/** GitHub runs no more jobs than this for one matrix. */
const CELLS_LIMIT = 256

/** The jobs that a matrix stands for, as far as its values are written out; one that knows nothing where they are not. */
export function cellsOf(matrix: unknown): readonly Cell[] {
  if (matrix === undefined) return [{ values: {}, isWhole: true }]
  if (!isRecord(matrix)) return [{ values: {}, isWhole: false }]
  const { include = [], exclude = [], ...axes } = matrix
  const lists = Object.entries(axes)
  const known = lists.flatMap(([key, values]) => (isList(values) ? [[key, values] as const] : []))
  const isWhole = known.length === lists.length && isList(include) && isList(exclude)
  const rows = isList(exclude) ? product(known, lists.length === 0) : undefined
  // Which of them are left out, or how many there are, is beyond telling.
  if (rows === undefined) return [{ values: {}, isWhole: false }]
  const kept = rows.filter(row => !(isList(exclude) ? exclude : []).some(one => isRecord(one) && isPartOf(one, row)))
  const all = included(kept, isList(include) ? include.filter(isRecord) : [], new Set(Object.keys(axes)))
  return all.slice(0, CELLS_LIMIT).map(values => ({ values, isWhole }))
}

type Row = Readonly<Record<string, unknown>>

function product(
  axes: readonly (readonly [string, readonly unknown[]])[],
  isEmpty: boolean,
): readonly Row[] | undefined {
  let rows: readonly Row[] = isEmpty ? [] : [{}]
  for (const [key, values] of axes) {
    if (rows.length * values.length > CELLS_LIMIT) return undefined
    rows = rows.flatMap(row => values.map(value => ({ ...row, [key]: value })))
  }
  return rows
}

/** An entry goes with every combination of which it changes no value, and is one of its own if there is none. */
function included(rows: readonly Row[], entries: readonly Row[], axes: ReadonlySet<string>): readonly Row[] {
  const grown = rows.map(row => ({ own: row, all: row }))
  const others: Row[] = []
  for (const entry of entries) {
    const asked = Object.fromEntries(Object.entries(entry).filter(([key]) => axes.has(key)))
    const matching = grown.filter(({ own }) => isPartOf(asked, own))
    for (const row of matching) row.all = { ...row.all, ...entry }
    if (matching.length === 0) others.push(entry)
  }
  return [...grown.map(({ all }) => all), ...others]
}

function isPartOf(part: Row, row: Row): boolean {
  return Object.entries(part).every(([key, value]) => JSON.stringify(row[key]) === JSON.stringify(value))
}

function isRecord(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}
