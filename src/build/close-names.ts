/** Names shorter than this are close to too many others. */
const SHORTEST = 4

/** True when one of two names is the other with one letter missing, added, changed, or two neighbours swapped. */
export function isClose(a: string, b: string): boolean {
  if (a === b || Math.min(a.length, b.length) < SHORTEST) return false
  const [x, y] = [a.toUpperCase(), b.toUpperCase()]
  if (x === y) return true
  let start = 0
  while (start < Math.min(x.length, y.length) && x[start] === y[start]) start++
  let end = 0
  while (end < Math.min(x.length, y.length) - start && x.at(-1 - end) === y.at(-1 - end)) end++
  const [left, right] = [x.slice(start, x.length - end), y.slice(start, y.length - end)]
  // A digit more is another thing: CUDA11 and CUDA12.
  if (/\d/.test(left + right)) return false
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}
