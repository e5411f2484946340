import { modelBuild } from '../../src/build/build.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { check } from '../../src/rules/check.js'
import { pressSuggestions } from '../github/suggestions.js'
import { type BotComment, isLive, saidIn } from './comments.js'
import type { Truth } from './expected.js'
import type { Ran } from './running.js'

/** Every button alone, and all of a file at once, gives a file that parses and lacks what the buttons fix. */
export function buttonsWork(truth: Truth, { after }: Ran): readonly string[] {
  const withButton = after.filter(
    comment => isLive(comment) && comment.word === undefined && /^`{3,}suggestion$/m.test(comment.body),
  )
  return truth.files.flatMap(({ file: { path, text } }) => {
    if (truth.broken.has(path)) return []
    const here = withButton.filter(comment => comment.path === path)
    const tries = [...here.map(comment => [comment]), ...(here.length > 1 ? [here] : [])]
    return tries.flatMap(comments => {
      const key = JSON.stringify(comments.map(({ body, anchor }) => [path, anchor, body]))
      if (truth.pressed.has(key)) return []
      truth.pressed.add(key)
      const problem = pressed(truth, path, text, comments)
      return problem === undefined ? [] : [`the buttons of ${comments.map(({ id }) => id).join(', ')}: ${problem}`]
    })
  })
}

function pressed(truth: Truth, path: string, text: string, comments: readonly BotComment[]): string | undefined {
  let after: string
  try {
    const asShown = comments.map(({ body, anchor }) => ({
      body,
      line: anchor?.last ?? 0,
      start_line: anchor?.first ?? 0,
    }))
    after = pressSuggestions(text, asShown)
  } catch (error) {
    return (error as Error).message
  }
  const dockerfile = parseDockerfile(path, after)
  if (dockerfile.error) return 'the file does not parse any more'
  const left = countsOf(check(modelBuild(dockerfile, truth.repository), truth.settings).map(({ rule }) => rule.id))
  const were = countsOf(truth.findings.filter(finding => finding.path === path).map(({ rule }) => rule))
  const fixed = countsOf(
    comments.flatMap(({ body }) => saidIn(body).flatMap(one => (isFixed(one.fix) ? [one.rule] : []))),
  )
  for (const rule of new Set([...left.keys(), ...were.keys()])) {
    const wanted = (were.get(rule) ?? 0) - (fixed.get(rule) ?? 0)
    if ((left.get(rule) ?? 0) > wanted) return `${left.get(rule)} findings of ${rule} instead of ${wanted}`
  }
  return undefined
}

function isFixed(remark: string): boolean {
  return /^Fix: /.test(remark) && !/ follows once | Its patch is /.test(remark)
}

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
