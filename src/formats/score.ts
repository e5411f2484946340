import type { Review } from '../review/review.js'
import type { Score } from '../review/score.js'
import type { FileScores, ReviewScores, Scores } from '../review/scores.js'
import { CATEGORIES } from '../rules/rule.js'
import { firstParts } from './characters.js'
import { headline, plural } from './headline.js'
import type { Links } from './links.js'
import { cellCode } from './markup.js'
import { printable } from './style.js'

/** `62 → 78`, or one number where there was no change. */
function changeIn({ now, before }: Scores, points: (score: Score) => number): string {
  const [old, next] = [before && points(before), points(now)]
  return old === undefined || old === next ? `${next}` : `${old} → ${next}`
}

const totalOf = ({ total }: Score) => total

/** What it could be, where that is more. */
function betterTotal({ now, withSuggestions }: Scores): number | undefined {
  const total = withSuggestions?.total
  return total === now.total ? undefined : total
}

/** True for what scores 100 and did before, as far as anybody knows. */
function isSpotless({ now, before }: Scores): boolean {
  return now.total === 100 && (before === undefined || before.total === 100)
}

/**
 * The score in one line of plain text: before and after, the categories that are below 100 where it is one file, and what it
 * could be. Empty where there is nothing to say.
 */
export function scoreLine(scores: ReviewScores | undefined): string {
  if (scores === undefined || isSpotless(scores)) return ''
  const { now, files } = scores
  const low = files.length === 1 ? CATEGORIES.filter(category => now.categories[category] < 100) : []
  const why = low.length > 0 ? ` (${low.map(category => `${category} ${now.categories[category]}`).join(', ')})` : ''
  const better = betterTotal(scores)
  const could = better === undefined ? '' : ` · ${better} with all suggestions`
  return `Score ${changeIn(scores, totalOf)}${why}${could}`
}

/** The same as Markdown; for several files with a table, folded. */
export function scoreMarkdown(scores: ReviewScores | undefined, links: Links): readonly string[] {
  const line = scoreLine(scores)
  if (scores === undefined || line === '') return []
  const page = links.rules?.replace(/rules$/, 'score.md')
  const linked = page === undefined ? line : line.replace('Score', `[Score](${page})`)
  if (scores.files.length === 1) return [linked]
  const title = `<details><summary>Scores of ${plural(scores.files.length, 'Dockerfile')}</summary>`
  // The blank lines make GitHub read Markdown inside the HTML.
  return [linked, `${title}\n\n${scoreTable(scores)}\n\n</details>`]
}

/** Rows that a page has room for, and their characters. */
const ROW_LIMIT = 100
const ROOM = 12_000

/** A row for each Dockerfile, the lowest first. */
export function scoreTable({ files }: ReviewScores): string {
  const columns = ['File', 'Score', ...CATEGORIES, 'With all suggestions']
  const all = lowestFirst(files).map(file => {
    const points = CATEGORIES.map(category => changeIn(file, ({ categories }) => categories[category]))
    const cells = [cellCode(file.path), changeIn(file, totalOf), ...points, `${betterTotal(file) ?? ''}`]
    return `| ${cells.join(' | ')} |`
  })
  const rows = firstParts(all.slice(0, ROW_LIMIT), ROOM)
  const more = all.length - rows.length
  return [
    `| ${columns.join(' | ')} |`,
    `| :-- |${' --: |'.repeat(columns.length - 1)}`,
    ...rows,
    ...(more > 0 ? [`\n${plural(more, 'more Dockerfile')} with scores that are no lower.`] : []),
  ].join('\n')
}

/** All scores as columns for a terminal, what they come to on average, and what was found. */
export function scoreText(review: Review): string {
  const { scores } = review
  if (scores === undefined) return `${headline(review)}\n`
  const cells = (one: Scores) => [
    `${one.now.total}`,
    ...CATEGORIES.map(category => `${one.now.categories[category]}`),
    `${betterTotal(one) ?? ''}`,
  ]
  const head = ['score', ...CATEGORIES, 'with all suggestions']
  const line = (values: readonly string[], name: string) =>
    `${values.map((value, i) => value.padStart(head[i]?.length ?? 0)).join('  ')}  ${name}\n`
  const rows = lowestFirst(scores.files).map(file => line(cells(file), printable(file.path)))
  const mean = scores.files.length > 1 ? [line(cells(scores), `mean of ${scores.files.length} Dockerfiles`)] : []
  return `${[line(head, 'file'), ...rows, ...mean].join('')}\n${headline(review)}\n`
}

function lowestFirst(files: readonly FileScores[]): readonly FileScores[] {
  return [...files].sort((a, b) => a.now.total - b.now.total)
}

/** For programs: totals and categories, the keys that are not known left out. */
export function scoresToJson({ files, ...whole }: ReviewScores) {
  return { ...scoreToJson(whole), files: files.map(({ path, ...file }) => ({ path, ...scoreToJson(file) })) }
}

function scoreToJson({ now, before, withSuggestions }: Scores) {
  return { ...now, before, withSuggestions }
}
