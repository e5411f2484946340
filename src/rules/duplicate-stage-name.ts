import type { Build } from '../build/build.js'
import { grouped } from '../build/grouped.js'
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
    const ofName = grouped(build.stages, ({ stage }) => stage.name)
    const names = new Set(build.stages.flatMap(({ stage }) => [stage.name, stage.image.text.toLowerCase()]))
    for (const [name, stages] of ofName) {
      if (name === undefined) continue
      for (const [i, { stage }] of stages.entries()) {
        const earlier = stages[i - 1]
        if (earlier === undefined) continue
        let number = i
        while (names.has(`${name}-${number}`)) number++
        const to = `${name}-${number}`
        names.add(to)
        yield {
          range: plainWords(stage.from.arguments)[2]?.range ?? stage.from.range,
          message: `A stage above is called \`${name}\`, too; \`COPY --from\` and \`--target\` mean the last one.`,
          fix: () => (mayBeChosen(build, name) ? undefined : fix(build, earlier, to, stage.index)),
        }
      }
    }
  },
})

/** Renames a stage and the FROMs that mean it. A COPY above the last of that name has meant what BuildKit refuses. */
function fix(build: Build, earlier: StageBuild, to: string, next: number): Fix | undefined {
  const edits = renameStage(
    build,
    earlier,
    to,
    ({ from: { stage }, isFrom }) => isFrom || (stage.index > earlier.stage.index && stage.index < next),
  )
  return edits && { title: `Call the other one ${to}`, safe: true, edits }
}
