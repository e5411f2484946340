import { describe, expect, test } from '@jest/globals'
import { type ApiRequest, failure } from '../github/http.js'
import { type Acting, checkSummary, open, openComments } from './acting.js'
import { SCRIPT } from './texts.js'

/** So many findings on lines of their own, from line 3 on. */
function textWith(count: number): string {
  const adds = Array.from({ length: count }, (_, i) => `ADD run.sh /run-${i}.sh\n`)
  return `FROM debian:12\nUSER 1000:1000\n${adds.join('')}`
}

/** Our anchors are right; this GitHub does not like some of them all the same. It takes all of a review or none. */
function refusing(bad: readonly number[]) {
  return ({ method, path, body }: ApiRequest) => {
    if (method !== 'POST' || !path.endsWith('/reviews')) return undefined
    const { comments } = body as { readonly comments: readonly { readonly line: number }[] }
    const problems = comments.flatMap(({ line }) => (bad.includes(line) ? ['Line could not be resolved'] : []))
    return problems.length > 0 ? failure(422, 'Unprocessable Entity', problems) : undefined
  }
}

function reviewsSentBy(requests: Acting['sent']): number {
  return requests.filter(request => request === 'POST /pulls/7/reviews').length
}

describe('comments that GitHub finds no place for', () => {
  // All comments, the lines of those without a place, and the reviews that are sent to find them.
  const cases: readonly (readonly [number, readonly number[], number])[] = [
    [1, [3], 1],
    [2, [4], 3],
    [8, [5], 7],
    [25, [3], 11],
    [25, [9, 21], 17],
  ]
  test.each(cases)('of %i those on lines %j go to the check, the others are posted', async (count, bad, most) => {
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: textWith(count) }, { intercept: refusing(bad) })
    const run = await act({ 'fail-on': 'never' })
    expect(run.code).toBe(0)
    expect(run.outputs.findings).toBe(String(count))
    expect(reviewsSentBy(run.requests)).toBeLessThanOrEqual(most)
    const all = Array.from({ length: count }, (_, i) => i + 3)
    const posted = openComments(github).map(({ line }) => line ?? 0)
    expect(posted.toSorted((a, b) => a - b)).toEqual(all.filter(line => !bad.includes(line)))
    expect(github.checkRuns).toHaveLength(1)
    const { annotations = [] } = github.checkRuns[0]?.output ?? {}
    expect(annotations.map(({ start_line }) => start_line)).toEqual(bad)
    const told = [...checkSummary(github).matchAll(/^\*\*warning\*\* `Dockerfile` \[line (\d+)\]/gm)]
    expect(told.map(([, line]) => Number(line))).toEqual(bad)
    expect(checkSummary(github).match(/git apply/g)).toHaveLength(bad.length)
    // The next run tries those again, and no other.
    const again = await act({ 'fail-on': 'never' })
    expect(reviewsSentBy(again.requests)).toBeLessThanOrEqual(2 * bad.length - 1)
    expect(openComments(github)).toHaveLength(count - bad.length)
  })

  test('are too many to be found: the search ends, and none is lost', async () => {
    const bad = [4, 8, 13, 17, 22, 26]
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: textWith(25) }, { intercept: refusing(bad) })
    const run = await act({ 'fail-on': 'never' })
    expect(reviewsSentBy(run.requests)).toBe(20)
    const posted = openComments(github).map(({ line }) => line ?? 0)
    const annotated = (github.checkRuns[0]?.output.annotations ?? []).map(({ start_line }) => start_line)
    expect(posted.length).toBeGreaterThan(5)
    expect([...posted, ...annotated].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, i) => i + 3))
  })

  test('are all of them: everything is in the check', async () => {
    const bad = [3, 4, 5, 6]
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: textWith(4) }, { intercept: refusing(bad) })
    const run = await act({ 'fail-on': 'warning' })
    expect(run.code).toBe(1)
    expect(reviewsSentBy(run.requests)).toBe(7)
    expect(github.reviews).toEqual([])
    expect(github.checkRuns[0]?.output.annotations).toHaveLength(4)
  })
})
