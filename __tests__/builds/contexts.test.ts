import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { grouped } from '../../src/build/grouped.js'
import type { Repository } from '../../src/build/repository.js'
import { randomFrom } from '../model/random.js'
import { copyLine } from './contexts/copy-lines.js'
import { buildAll, type Placed, place, remove, stopOf } from './contexts/engine.js'
import { type Landed, repositoryOf, sentOf, type Verdict, verdictOf } from './contexts/expected.js'
import { type Tree, treeFrom } from './contexts/trees.js'

const COUNT = Number(process.env.CONTEXTS ?? 120)
const FIRST = Number(process.env.CONTEXTS_FROM ?? 0)
const LINES = 12
/** Contexts that are built with one call. */
const TOGETHER = 12
/** Of each context, so many COPYs that the build has to stop at: each needs a build of its own. */
const STOPS = 1
/** Builds at one time. */
const AT_ONCE = 3

interface Case {
  readonly name: string
  readonly tree: Tree
  readonly repository: Repository
  /** What is sent; undefined when the ignore file is refused, so that every build stops. */
  readonly sent: Landed | undefined
  readonly copies: readonly { readonly line: string; readonly verdict: Verdict }[]
  readonly text: string
}

function caseFrom(seed: number): Case {
  const random = randomFrom(seed)
  const tree = treeFrom(random)
  const lines = [...new Set(Array.from({ length: LINES }, () => copyLine(random, tree)))]
  const repository = repositoryOf(tree, 'FROM scratch\n')
  const copies = lines.map(line => ({ line, verdict: verdictOf(line, tree, repository) }))
  const stages = ['FROM scratch AS all\nCOPY . /\n', ...lines.map((line, i) => `FROM scratch AS s${i}\n${line}\n`)]
  const kept = copies.flatMap(({ verdict }, i) => ('lands' in verdict ? [`COPY --from=s${i} / /s${i}/\n`] : []))
  const text = `${stages.join('')}FROM scratch\nCOPY --from=all / /all/\n${kept.join('')}`
  return { name: `context ${seed}`, tree, repository, sent: sentOf(tree, repository), copies, text }
}

const cases = Array.from({ length: COUNT }, (_, i) => caseFrom(FIRST + i))
const placed = new Map<Case, Placed>()

beforeAll(() => {
  for (const one of cases) placed.set(one, place(one.tree, one.text))
})
afterAll(() => {
  for (const one of placed.values()) remove(one)
})

/** What a case should put into its image: all that is sent, and what each COPY takes. */
function expectedOf({ sent = {}, copies }: Case): Landed {
  const parts = [
    ['/all', sent] as const,
    ...copies.flatMap(({ verdict }, i) => ('lands' in verdict ? [[`/s${i}`, verdict.lands] as const] : [])),
  ]
  return Object.fromEntries(
    parts.flatMap(([folder, files]) => Object.entries(files).map(([path, text]) => [folder + path, text])),
  )
}

test('every file that is sent, and where each COPY puts it, is told', async () => {
  const sent = cases.filter(one => one.sent !== undefined)
  const differences: object[] = []
  for (let at = 0; at < sent.length; at += TOGETHER) {
    const some = sent.slice(at, at + TOGETHER)
    const got = await buildAll(some.map(one => placed.get(one) as Placed)).catch(error => {
      differences.push({ stopped: some.map(({ name }) => name), why: String(error).slice(-600) })
      return []
    })
    for (const [i, landed] of got.entries()) {
      const one = some[i] as Case
      const wanted = expectedOf(one)
      const paths = [...new Set([...Object.keys(landed), ...Object.keys(wanted)])].filter(
        path => landed[path] !== wanted[path],
      )
      if (paths.length > 0) differences.push({ name: one.name, ...describe(one, paths, landed, wanted) })
    }
  }
  expect(differences).toEqual([])
})

function describe({ tree, copies }: Case, paths: readonly string[], landed: Landed, wanted: Landed) {
  const stages = new Set(paths.map(path => path.split('/')[1] ?? ''))
  const lines = [...stages].map(stage => (stage === 'all' ? 'COPY . /' : copies[Number(stage.slice(1))]?.line))
  const ignored = [...tree.files].filter(([path]) => path.endsWith('.dockerignore'))
  return { lines, ignored, paths: paths.map(path => `${path}: ${landed[path]}, not ${wanted[path]}`) }
}

test('a COPY of which it is said that the build stops there stops it', async () => {
  const stops = cases.flatMap(one =>
    one.copies
      .flatMap(({ line, verdict }, i) => ('stops' in verdict ? [{ one, line, stage: `s${i}` }] : []))
      .slice(0, STOPS),
  )
  const refused = cases.flatMap(one => (one.sent === undefined ? [{ one, line: 'COPY . /', stage: 'all' }] : []))
  const wrong: object[] = []
  const waiting = [...refused, ...stops]
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { one, line, stage } = next
      const said = await stopOf(placed.get(one) as Placed, stage)
      const isMeant =
        one.sent === undefined ? /syntax error|illegal exclusion/ : /not found|not a directory|no such file/
      if (said === undefined || !isMeant.test(said)) wrong.push({ name: one.name, line, said })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  expect(wrong).toEqual([])
  if (COUNT >= 100) expect(stops.length).toBeGreaterThan(COUNT / 2)
})

test('nothing that can be known is left open', () => {
  const all = cases.flatMap(({ name, copies }) => copies.map(copy => ({ name, ...copy })))
  expect(all.filter(({ verdict }) => 'open' in verdict && verdict.open === 'none')).toEqual([])
  const count = (kind: string) => all.filter(({ verdict }) => kind in verdict).length
  if (COUNT >= 100) expect(count('lands')).toBeGreaterThan(4 * COUNT)
  const opens = all.flatMap(({ verdict }) => ('open' in verdict ? [verdict.open] : []))
  const left = [...grouped(opens, open => open)].map(([reason, items]) => `${reason}: ${items.length}`)
  process.stderr.write(
    `${COUNT} contexts: ${count('lands')} COPYs land, ${count('stops')} stop, open ${left.join(', ')}\n`,
  )
})
