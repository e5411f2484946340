/**
 * The name that somebody meant who wrote `name`.
 * @returns undefined when none is near
 */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  // About one slip in four letters; two letters exchanged count as two.
  let limit = Math.max(1, Math.floor(name.length / 4)) + 1
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) >= limit) continue
    const slips = distance(wanted, candidate.toLowerCase())
    if (slips >= limit) continue
    best = candidate
    limit = slips
  }
  return best
}

/** How many letters have to be added, dropped or changed to make `a` into `b` (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
