import { plainWords } from '../documents/dockerfile/arguments.js'
import { renameStage } from '../fixes/rename-stage.js'
import { defineRule } from './rule.js'

export const stageNameCasing = defineRule({
  id: 'stage-name-casing',
  aliases: ['StageNameCasing'],
  title: 'Write the names of stages in lower case',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: `Names of stages are kept in lower case whatever is written: \`FROM Build\` does not find the stage \`AS Build\` and looks for an
image instead. Written in lower case there is one way to name them.`,
  fixable: 'sometimes',
  fixSafety: 'BuildKit compares the names in lower case. All places that name the stage are changed with it.',
  examples: [
    {
      before:
        'FROM node:22 AS Build\nFROM build AS test\nFROM nginx:1.29\nRUN --mount=type=bind,from=Build,target=/b true\nCOPY --from=Build /app /app\n',
      after:
        'FROM node:22 AS build\nFROM build AS test\nFROM nginx:1.29\nRUN --mount=type=bind,from=build,target=/b true\nCOPY --from=build /app /app\n',
    },
  ],
  silent: [
    { why: 'it is in lower case', text: 'FROM node:22 AS build\nFROM build\n' },
    { why: 'an image of a variable name is no stage', text: 'ARG BASE=node:22\nFROM $BASE AS app\n' },
    {
      why: 'only where it is named are capitals',
      text: 'FROM node:22 AS build\nFROM nginx:1.29\nCOPY --from=Build /a /a\n',
    },
  ],
  references: ['https://docs.docker.com/reference/build-checks/stage-name-casing/'],
  *check(build) {
    for (const stage of build.stages) {
      const { name, from } = stage.stage
      const written = plainWords(from.arguments)[2]
      if (name === undefined || written === undefined || written.text === name) continue
      const edits = renameStage(build, stage, name)
      yield {
        range: written.range,
        message: `BuildKit knows this stage as \`${name}\`.`,
        fix: edits && { title: `Write ${name}`, safe: true, edits },
      }
    }
  },
})
