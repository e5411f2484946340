import type { Build } from '../build/build.js'
import { mayBeChosen } from '../build/stage-references.js'
import type { StageBuild } from '../build/state.js'
import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Fix } from '../fixes/edits.js'
import { renameStage } from '../fixes/rename-stage.js'
import { defineRule } from './rule.js'

export const duplicateStageName = defineRule({
  id: 'duplicate-stage-name',
  aliases: ['DL3024', 'DuplicateStageName', 'DS-0012', 'DS012', 'CKV_DOCKER_11'],
  title: 'Give each stage a name of its own',
  category: 'correctness',
  severity: 'warning',
  why: `Of two stages of one name, \`COPY --from\` and \`--target\` mean the last, and FROM the last one above it. The same name means
two stages in one file, and moving a stage changes what is built.`,
  fixable: 'sometimes',
  fixSafety: `The stages above the last one get a number, and so do the FROM lines that mean them. The image stays the same: \`--target\`
and \`COPY --from\` have always meant the last.`,
  examples: [
    {
      before:
        'FROM node:22 AS build\nRUN npm -v\nFROM build AS test\nFROM node:22 AS build\nFROM nginx:1.29\nCOPY --from=build /a /a\n',
      after:
        'FROM node:22 AS build-1\nRUN npm -v\nFROM build-1 AS test\nFROM node:22 AS build\nFROM nginx:1.29\nCOPY --from=build /a /a\n',
    },
    {
      before: 'FROM node:22 AS a\nFROM node:22 as A\nFROM $BASE\n',
      after: 'FROM node:22 AS a\nFROM node:22 as A\nFROM $BASE\n',
    },
  ],
  silent: [
    { why: 'they differ', text: 'FROM node:22 AS a\nFROM node:22 AS b\n' },
    { why: 'stages without a name', text: 'FROM node:22\nFROM node:22\n' },
    { why: 'a stage may be called like an image', text: 'FROM node:22 AS node\nFROM node\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/duplicate-stage-name/'],
  *check(build) {
    for (const [i, stage] of build.stages.entries()) {
      const { name, from } = stage.stage
      if (name === undefined || !build.stages.slice(0, i).some(other => other.stage.name === name)) continue
      const written = plainWords(from.arguments)[2]
      yield {
        range: written?.range ?? from.range,
        message: `A stage above is called \`${name}\`, too; \`COPY --from\` and \`--target\` mean the last one.`,
        fix: fix(build, stage, i),
      }
    }
  },
})

/** Renames the stage of this name that is nearest above. */
function fix(build: Build, stage: StageBuild, index: number): Fix | undefined {
  const name = stage.stage.name as string
  const earlier = build.stages.slice(0, index).findLast(other => other.stage.name === name)
  if (earlier === undefined || mayBeChosen(build, name)) return undefined
  const number = build.stages.slice(0, index).filter(other => other.stage.name === name).length
  const to = `${name}-${number}`
  if (build.stages.some(other => other.stage.name === to || other.stage.image.text.toLowerCase() === to))
    return undefined
  // Where a COPY between the two means is for the owner to say: BuildKit refuses it.
  const isBetween = (place: StageBuild) => build.stages.indexOf(place) < build.stages.lastIndexOf(lastOf(build, name))
  const edits = renameStage(build, earlier, to, ({ from, isFrom }) => isFrom || isBetween(from))
  return edits && { title: `Call the other one ${to}`, safe: true, edits }
}

function lastOf(build: Build, name: string): StageBuild {
  return build.stages.findLast(other => other.stage.name === name) as StageBuild
}
