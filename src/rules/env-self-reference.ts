import { type Step, stepsOf } from '../build/build.js'
import { grouped } from '../build/grouped.js'
import { mayImageSet } from '../build/image-variables.js'
import { unsetUses, type VariableUse } from '../build/variable-uses.js'
import { isDeclared } from '../build/variables.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Word } from '../documents/dockerfile/instruction.js'
import { type Pair, pairsOf } from '../documents/dockerfile/pairs.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { indentationAt, newlineOf } from '../fixes/instruction-edits.js'
import { defineRule } from './rule.js'

export const envSelfReference = defineRule({
  id: 'env-self-reference',
  aliases: ['DL3044'],
  title: 'Set a variable in an ENV above the one that uses it',
  category: 'correctness',
  severity: 'warning',
  why: `All values of one ENV are worked out before any of its variables is set: in \`ENV A=/opt B=$A/bin\` B becomes \`/bin\`, or whatever A
was in the base image.`,
  fixable: 'sometimes',
  fixSafety: 'The ENV becomes two, and the later one gets the value that the earlier one sets.',
  examples: [
    {
      before: 'FROM debian:12\nENV APP=/opt/app PATH=$APP/bin:$PATH\n',
      after: 'FROM debian:12\nENV APP=/opt/app\nENV PATH=$APP/bin:$PATH\n',
    },
    {
      before: 'FROM debian:12\nENV LANG=C \\\n    APP=/opt/app \\\n    BIN=${APP}/bin\n',
      after: 'FROM debian:12\nENV LANG=C \\\n    APP=/opt/app\nENV BIN=${APP}/bin\n',
    },
    {
      before: 'FROM debian:12\nENV PATH=/a:$PATH PATH=/b:$PATH\n',
      after: 'FROM debian:12\nENV PATH=/a:$PATH\nENV PATH=/b:$PATH\n',
    },
    {
      before: 'FROM debian:12\nENV PATH=$APP/bin:$PATH APP=/opt/app\n',
      after: 'FROM debian:12\nENV PATH=$APP/bin:$PATH APP=/opt/app\n',
    },
  ],
  silent: [
    { why: 'it is set above', text: 'FROM debian:12\nENV APP=/opt\nENV APP=/srv OLD=$APP\n' },
    { why: 'it refers to itself', text: 'FROM debian:12\nENV PATH=/app:$PATH\n' },
    { why: 'it is set twice without itself', text: 'FROM debian:12\nENV A=1 A=2\n' },
    { why: 'it is used first and then set', text: 'FROM debian:12\nENV PATH=/a:$PATH PATH=/b\n' },
    { why: 'PATH is always set', text: 'FROM debian:12\nENV PATH=/app:$PATH OLD_PATH=$PATH\n' },
    { why: 'the base image sets it', text: 'FROM golang:1.25\nENV GOPATH=/src OLD=$GOPATH\n' },
    { why: 'an ARG has it', text: 'FROM debian:12\nARG V=1\nENV V=$V W=$V\n' },
    { why: 'the dollar sign is escaped', text: "FROM debian:12\nENV A=1 B=\\$A C='$A'\n" },
    { why: 'there is a default', text: 'FROM debian:12\nENV A=1 B=${A:-2}\n' },
    { why: 'ARG sets one after the other', text: 'FROM debian:12\nARG A=1 B=$A\n' },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  *check({ dockerfile, ...build }) {
    for (const step of stepsOf({ dockerfile, ...build }, 'ENV')) {
      const pairs = pairsOf(step.instruction, dockerfile.escape)
      if (step.isTrigger || pairs.length < 2) continue
      const uses = usesIn(dockerfile, step, pairs)
      const [use] = uses
      if (use === undefined) continue
      yield {
        range: use.range,
        message: message(use, pairs),
        fix: () => fix(dockerfile, step, pairs, uses),
      }
    }
  },
})

function message({ name, word }: VariableUse, pairs: readonly Pair[]): string {
  const isOwn = pairs.some(pair => pair.word.range.start === word.range.start && pair.name === name)
  return isOwn
    ? `\`${name}\` still has its old value here: what this ENV sets it to further left is lost.`
    : `\`${name}\` does not yet have the value that this ENV sets: the whole line is worked out before.`
}

/** Uses of what another pair of the same ENV sets for the first time, or of what one further left sets once more. */
function usesIn({ escape, text }: Dockerfile, { instruction, state, stage }: Step, pairs: readonly Pair[]) {
  const names = new Map(pairs.map(({ name, word }) => [word.range.start, name]))
  const set = new Set(names.values())
  const isSet = (name: string, { range: { start } }: Word) => {
    if (!set.has(name)) return true
    if (names.get(start) === name) return !pairs.some(pair => pair.name === name && pair.word.range.start < start)
    return name === 'PATH' || isDeclared(state.variables, name) || mayImageSet(stage, name) === true
  }
  return unsetUses(instruction, escape, text, isSet).filter(({ hasOperator }) => !hasOperator)
}

/** Begins a new ENV in front of each pair that uses what a pair of the same ENV sets above it. */
function fix(
  dockerfile: Dockerfile,
  step: Step,
  pairs: readonly Pair[],
  uses: readonly VariableUse[],
): Fix | undefined {
  const { text } = dockerfile
  const { instruction } = step
  const usesAt = grouped(uses, ({ word }) => word.range.start)
  const edits: Edit[] = []
  const above = new Set<string>()
  let here = new Set<string>()
  for (const [i, { word, name }] of pairs.entries()) {
    const own = usesAt.get(word.range.start) ?? []
    if (own.some(use => !above.has(use.name))) return undefined
    if (own.some(use => here.has(use.name))) {
      const gap = { start: pairs[i - 1]?.word.range.end ?? 0, end: word.range.start }
      if (!/^[ \t]*(?:[\\`][ \t]*\r?\n[ \t]*)?$/.test(text.slice(gap.start, gap.end))) return undefined
      const keyword = text.slice(instruction.keywordRange.start, instruction.keywordRange.end)
      const indentation = indentationAt(dockerfile, instruction.range.start)
      edits.push({ ...gap, text: `${newlineOf(dockerfile)}${indentation}${keyword} ` })
      here = new Set()
    }
    above.add(name)
    here.add(name)
  }
  const names = [...new Set(uses.map(({ name }) => name))].join(', ')
  return edits.length === 0
    ? undefined
    : { title: `Set ${names} first; the variables behind it get its value`, safe: false, edits }
}
