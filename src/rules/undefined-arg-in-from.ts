import { type Build, stepsOf } from '../build/build.js'
import { isClose } from '../build/close-names.js'
import { globalArguments } from '../build/global-arguments.js'
import { grouped } from '../build/grouped.js'
import { isPlatformArgument } from '../build/platform-arguments.js'
import { unsetUses, type VariableUse } from '../build/variable-uses.js'
import { pairsOf } from '../documents/dockerfile/pairs.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { insertAbove, insertBelow } from '../fixes/instruction-edits.js'
import { remembered } from '../remembered.js'
import { defineRule } from './rule.js'

export const undefinedArgInFrom = defineRule({
  id: 'undefined-arg-in-from',
  aliases: ['UndefinedArgInFrom'],
  title: 'Declare what FROM uses above the first FROM',
  category: 'correctness',
  severity: 'error',
  why: `FROM sees only ARGs that stand above the first FROM. Any other variable is empty there, and \`--build-arg\` cannot set it: mostly
the build ends with "invalid reference format".`,
  fixable: 'sometimes',
  fixSafety: `Where FROM has a default of its own, declaring the ARG keeps it. Otherwise the base image was none before, and becomes the
one that is meant.`,
  examples: [
    {
      before: 'FROM node:${NODE_VERSION:-22}\n',
      after: 'ARG NODE_VERSION\nFROM node:${NODE_VERSION:-22}\n',
    },
    {
      before: 'ARG NODE_VERSION=22\nFROM node:$NODE_VERSON\n',
      after: 'ARG NODE_VERSION=22\nFROM node:$NODE_VERSION\n',
    },
    {
      before: 'FROM node:22 AS build\nARG NGINX=1.29\nFROM nginx:$NGINX\n',
      after: 'ARG NGINX=1.29\nFROM node:22 AS build\nARG NGINX=1.29\nFROM nginx:$NGINX\n',
    },
    { before: 'FROM node:$TAG\n', after: 'FROM node:$TAG\n' },
  ],
  silent: [
    { why: 'it is declared', text: 'ARG TAG=22\nFROM node:$TAG\n' },
    { why: 'the build has to set it', text: 'ARG BASE\nFROM $BASE\n' },
    { why: 'BuildKit sets it', text: 'FROM --platform=$BUILDPLATFORM node:22\nFROM base-$TARGETARCH\n' },
    { why: 'the dollar sign is escaped', text: 'FROM node:\\$TAG\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/undefined-arg-in-from/'],
  *check(build) {
    const { dockerfile, stages } = build
    const declared = globalArguments(dockerfile)
    const isSet = (name: string) => declared.has(name) || isPlatformArgument(name)
    const said = new Set<string>()
    for (const { stage } of stages) {
      for (const use of unsetUses(stage.from, dockerfile.escape, dockerfile.text, isSet)) {
        if (said.has(use.name) && use.hasOperator) continue
        said.add(use.name)
        const inStage = declarationAbove(build, stage.index, use.name)
        yield {
          range: use.range,
          message:
            inStage === undefined
              ? `No ARG above the first FROM declares \`${use.name}\`, so ${use.hasOperator ? 'no build can set it' : 'it is empty here'}.`
              : `The ARG \`${use.name}\` belongs to the stage that it stands in: FROM does not see it.`,
          fix: () => fix(build, use, [...declared.keys()], inStage),
        }
      }
    }
  },
})

/** An ARG of this name with a default in a stage above, as written. */
function declarationAbove(build: Build, index: number, name: string): string | undefined {
  const [first] = argumentsByName(build).get(name) ?? []
  return first && first.stage < index ? first.text : undefined
}

const argumentsByName = remembered((build: Build) =>
  grouped(
    stepsOf(build, 'ARG').flatMap(({ instruction, stage, isTrigger }) =>
      (isTrigger ? [] : pairsOf(instruction, build.dockerfile.escape)).map(({ name, word }) => ({
        name,
        text: word.text,
        stage: stage.stage.index,
      })),
    ),
    ({ name }) => name,
  ),
)

function fix(
  build: Build,
  use: VariableUse,
  declared: readonly string[],
  inStage: string | undefined,
): Fix | undefined {
  const { name, range, hasOperator } = use
  if (inStage !== undefined || hasOperator) {
    const edit = declaration(build, `ARG ${hasOperator ? name : inStage}`)
    if (/[$\n]/.test(inStage ?? '')) return undefined
    return edit && { title: 'Declare it above the first FROM', safe: hasOperator, edits: [edit] }
  }
  const [meant, ...others] = declared.filter(other => isClose(other, name))
  if (meant === undefined || others.length > 0) return undefined
  const text = build.dockerfile.text.slice(range.start, range.end).replace(name, meant)
  return { title: `Use ${meant}; the base image becomes another one`, safe: false, edits: [{ ...range, text }] }
}

function declaration({ dockerfile, stages }: Build, text: string): Edit | undefined {
  const last = dockerfile.globals.at(-1)
  if (last) return insertBelow(dockerfile, last, text)
  const from = stages[0]?.stage.from
  // A comment directly above FROM may be one for FROM.
  return from && from.comments.length === 0 ? insertAbove(dockerfile, from, text) : undefined
}
