import { describe, expect, test } from '@jest/globals'
import { badGateway, type Fault, type How, inject, interrupt, timeout, to, toGraphQL } from '../github/faults.js'
import { removeComment } from '../github/people.js'
import { forcePushFiles, pushFiles } from '../github/pull-request.js'
import {
  type Acting,
  checkSummary,
  closedComments,
  commentsOf,
  open,
  openComments,
  rulesIn,
  writesOf,
} from './acting.js'
import { ONE, PAIR, SCRIPT, TWO } from './texts.js'

const REVIEW = to('POST', '/reviews')
const CHECK = to('POST', '/check-runs')
const EDIT = toGraphQL('mutation')
const AMBIGUOUS: readonly How[] = [badGateway(), timeout(), 'reset']

/** A pull request that nothing was said of. */
function atTheStart(): Promise<Acting> {
  return open({}, { ...SCRIPT, Dockerfile: PAIR, 'new.Dockerfile': ONE })
}

/** One with two comments: a push has fixed what one is about, and brought a new finding. */
async function inTheMiddle(): Promise<Acting> {
  const acting = await open({}, { ...SCRIPT, Dockerfile: TWO })
  await acting.act()
  pushFiles(acting.github.state, { Dockerfile: TWO.replace('ADD', 'COPY'), 'new.Dockerfile': ONE })
  return acting
}

/** In both, all was said that there is to say, once, whatever went wrong on the way. */
function expectAllSaidOnce({ github }: Acting): void {
  const stillOpen = openComments(github)
  expect(rulesIn(stillOpen).toSorted()).toEqual(['add-for-copy', 'apt-no-recommends', 'apt-update-alone'])
  expect(stillOpen.map(({ path }) => path).toSorted()).toEqual(['Dockerfile', 'new.Dockerfile'])
  const closed = closedComments(github)
  expect(closed.every(({ body, isMinimized }) => body.startsWith('**Fixed**') && isMinimized)).toBe(true)
  const runs = github.checkRuns.filter(({ head_sha }) => head_sha === github.state.pullRequest.head.sha)
  expect(runs).toMatchObject([{ output: { annotations: [] } }])
  const wasInTheMiddle = github.checkRuns.length > 1
  expect(closed).toHaveLength(wasInTheMiddle ? 1 : 0)
  expect(commentsOf(github)).toHaveLength(wasInTheMiddle ? 3 : 2)
}

test.each<readonly [string, Fault['matches'], () => Promise<Acting>]>([
  ['POST /pulls/7/reviews', REVIEW, atTheStart],
  ['POST /check-runs', CHECK, atTheStart],
  ['POST /graphql mutation', EDIT, inTheMiddle],
])('nobody knows whether %s arrived: nothing doubled, nothing lost', async (name, matches, opened) => {
  const whens = ['before', 'after'] as const
  const cases = AMBIGUOUS.flatMap(how => whens.map(when => [how, when] as const))
  await Promise.all(
    cases.map(async ([how, when]) => {
      const acting = await opened()
      const fault = inject(acting.github.state, matches, how, { when })
      const run = await acting.act()
      expect(fault.times).toBe(0)
      expect([run.code, run.stderr, run.outputs.findings]).toEqual([0, '', '3'])
      expectAllSaidOnce(acting)
      // Nothing is sent again without a look at what is there.
      const [first = -1, second, ...more] = run.requests.flatMap((request, i) => (request === name ? [i] : []))
      expect([second === undefined, more]).toEqual([when === 'after', []])
      expect(run.requests.slice(first + 1, second)).toContainEqual(expect.stringMatching(/^GET |query$/))
    }),
  )
})

describe('what fails for good is said another way', () => {
  test('the review: in the check, with one line', async () => {
    const { github, act } = await open({}, { ...SCRIPT, Dockerfile: TWO })
    inject(github.state, REVIEW, badGateway(), { times: 9 })
    const run = await act()
    expect(run.code).toBe(0)
    expect(run.requests.filter(request => request === 'POST /pulls/7/reviews')).toHaveLength(2)
    expect(github.reviews).toEqual([])
    expect(github.checkRuns[0]?.output.annotations).toHaveLength(3)
    expect(checkSummary(github)).toContain('git apply')
    expect(run.stdout.match(/GitHub did not answer as it should/g)).toHaveLength(1)
  })

  test('the check run: in the job, with the same exit code', async () => {
    const { github, act } = await open({ ...SCRIPT, Dockerfile: ONE }, { Dockerfile: `${ONE}RUN true\n` })
    inject(github.state, CHECK, 'reset', { times: 9 })
    const run = await act({ 'fail-on': 'warning' })
    expect(run.code).toBe(1)
    expect(github.checkRuns).toEqual([])
    expect(run.stdout).toMatch(/^::warning title=[^:]*,file=Dockerfile,line=2,/m)
    expect(run.summary).toContain('git apply')
  })

  test('reading the conversation: in the check, and no comment is posted or edited blindly', async () => {
    const acting = await inTheMiddle()
    const { github, act } = acting
    const before = structuredClone(commentsOf(github))
    inject(github.state, toGraphQL('reviewThreads'), badGateway(), { times: 9 })
    const run = await act()
    expect(run.code).toBe(0)
    expect(writesOf(run.requests)).toEqual(['POST /check-runs'])
    expect(commentsOf(github)).toEqual(before)
    expect(github.checkRuns.at(-1)?.output.annotations).toHaveLength(3)
  })
})

test('a read that fails is asked again', async () => {
  const acting = await open({}, { ...SCRIPT, Dockerfile: ONE })
  const { github, act } = acting
  inject(github.state, to('GET', '/pulls/7/files'), badGateway())
  inject(github.state, to('GET', /\/git\/trees\//), 'reset')
  inject(github.state, toGraphQL('reviewThreads'), timeout())
  inject(github.state, toGraphQL('Blob'), badGateway())
  const run = await act()
  expect([run.code, run.outputs.findings]).toEqual([0, '1'])
  expect(openComments(github)).toHaveLength(1)
})

test('a comment that somebody deletes meanwhile keeps no other from being edited', async () => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: TWO })
  await act()
  const [pair, add] = openComments(github)
  pushFiles(github.state, { Dockerfile: TWO.replace('ADD', 'COPY').replace(/RUN .*\n/g, '') })
  interrupt(github.state, EDIT, () => removeComment(github.state, pair?.id ?? 0))
  const run = await act()
  expect(run.code).toBe(0)
  expect(closedComments(github)).toMatchObject([{ id: add?.id, isMinimized: true }])
  expect(commentsOf(github)).toHaveLength(1)
})

test('the commit is no longer one of the pull request: nothing is said of it', async () => {
  const { github, act } = await open({}, { ...SCRIPT, Dockerfile: ONE })
  interrupt(github.state, REVIEW, () => void forcePushFiles(github.state, { ...SCRIPT, Dockerfile: TWO }))
  const run = await act()
  expect(run.requests.filter(request => request === 'POST /pulls/7/reviews')).toHaveLength(1)
  expect([github.reviews, github.checkRuns]).toEqual([[], []])
  expect(run.stdout).toContain('is no longer a commit of the pull request.')
})
