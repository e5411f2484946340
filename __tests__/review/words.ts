import { stepsOf } from '../../src/build/build.js'
import type { Rule, Severity } from '../../src/rules/rule.js'

/** A rule for tests: every line of a RUN that holds `word` is to have `better` there. */
export function wordRule(id: string, word: string, better: string | undefined, severity: Severity = 'warning'): Rule {
  return {
    ...{ id, aliases: [`X${id}`], title: `No ${word}`, category: 'upkeep', severity, why: '', fixable: 'sometimes' },
    ...{ fixSafety: '', examples: [{ before: '', after: '' }], silent: [{ why: '', text: '' }], references: [] },
    *check(build) {
      const { dockerfile } = build
      for (const { instruction } of stepsOf(build, 'RUN')) {
        const text = dockerfile.text.slice(instruction.range.start, instruction.range.end)
        for (const { index } of text.matchAll(new RegExp(word, 'g'))) {
          const start = instruction.range.start + index
          const range = { start, end: start + word.length }
          const fix =
            better === undefined
              ? undefined
              : { title: `Say ${better}`, safe: true, edits: [{ ...range, text: better }] }
          yield { range, message: `There is ${word} here.`, fix }
        }
      }
    },
  }
}
