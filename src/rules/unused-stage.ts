import type { Build } from '../build/build.js'
import { mayBeChosen, referencesIn, referencesTo } from '../build/stage-references.js'
import type { StageBuild } from '../build/state.js'
import { unknownSources } from '../build/unknown-sources.js'
import type { Fix } from '../fixes/edits.js'
import { deleteInstruction } from '../fixes/instruction-edits.js'
import { defineRule } from './rule.js'

/** Stages of these names do something for others; any other name may be a target. */
const HELPERS =
  /^(?:.+[-_.])?(?:base|build|builder|compile|compiler|dependencies|deps|install|installer|node_modules|vendor)$/

export const unusedStage = defineRule({
  id: 'unused-stage',
  aliases: [],
  title: 'Remove a stage that nothing uses, or use it',
  category: 'upkeep',
  severity: 'info',
  why: `BuildKit does not even build such a stage, unless it is asked for by name. Mostly a \`COPY --from\` was forgotten or is gone, and
who reads the file takes the stage for a part of the image.`,
  fixable: 'sometimes',
  fixSafety: 'Only a stage without a name and without a single instruction is removed: BuildKit never built it.',
  examples: [
    {
      before: 'FROM node:20\nFROM node:22\nCOPY . .\n',
      after: 'FROM node:22\nCOPY . .\n',
    },
    {
      before: 'FROM node:22 AS build\nRUN npm run build\nFROM nginx:1.29\nCOPY dist /usr/share/nginx/html\n',
      after: 'FROM node:22 AS build\nRUN npm run build\nFROM nginx:1.29\nCOPY dist /usr/share/nginx/html\n',
    },
  ],
  silent: [
    { why: 'files are copied from it', text: 'FROM node:22 AS build\nFROM nginx:1.29\nCOPY --from=build /a /a\n' },
    { why: 'files are copied from it by its number', text: 'FROM node:22\nFROM nginx:1.29\nCOPY --from=0 /a /a\n' },
    {
      why: 'its name is misspelt, which copy-from-unknown-stage says',
      text: 'FROM node:22 AS builder\nRUN make\nFROM nginx:1.29\nCOPY --from=bulider /a /a\n',
    },
    {
      why: 'a wrong number may mean it, which copy-from-unknown-stage says',
      text: 'FROM node:22 AS build\nRUN make\nFROM nginx:1.29\nCOPY --from=2 /a /a\n',
    },
    {
      why: 'it is mounted',
      text: 'FROM node:22 AS build\nFROM nginx:1.29\nRUN --mount=from=build,target=/b cp /b/a /a\n',
    },
    {
      why: 'another stage starts from it',
      text: 'FROM node:22 AS base\nFROM base AS build\nFROM base\nCOPY --from=build /a /a\n',
    },
    {
      why: 'an argument may choose it',
      text: 'ARG KIND=a\nFROM node:22 AS a-build\nFROM node:22 AS b-build\nFROM $KIND-build\n',
    },
    { why: 'it is a target', text: 'FROM node:22 AS dev\nCMD ["a"]\nFROM node:22 AS server\nFROM node:22\n' },
    { why: 'it has a command of its own', text: 'FROM node:22 AS build\nCMD ["a"]\nFROM node:22\nCMD ["b"]\n' },
    {
      why: 'a file of the repository names it',
      text: 'FROM node:22 AS build\nRUN make\nFROM node:22\n',
      files: { 'build.sh': 'docker build --target build .\n' },
    },
    {
      why: 'a comment says what it is for',
      text: '# for CI: docker build --target build .\nFROM node:22 AS build\nRUN make\nFROM node:22\n',
    },
  ],
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  *check(build) {
    for (const stage of build.stages.slice(0, -1)) {
      const { name, from, instructions } = stage.stage
      if (referencesTo(build, stage).length > 0 || (name !== undefined && !isHelper(build, stage, name))) continue
      // Commands and results are for who builds the stage by its number or name.
      if (instructions.some(({ keyword }) => /^(?:CMD|ENTRYPOINT)$/.test(keyword))) continue
      // What another rule says of a slip is said once.
      if (unknownSources(build).some(({ meant, fault }) => fault !== undefined || meant === name)) continue
      yield {
        range: from.range,
        message: 'No stage uses this one, so it is not built.',
        fix: () => (name === undefined && instructions.length === 0 ? fix(build, stage) : undefined),
      }
    }
  },
})

function isHelper(build: Build, { stage }: StageBuild, name: string): boolean {
  if (!HELPERS.test(name) || mayBeChosen(build, name)) return false
  if (stage.from.comments.some(({ text }) => /target|ci\b/i.test(text))) return false
  return !build.context?.filesIn('').some(file => {
    const text = build.context?.textOf(file)
    return text !== undefined && new RegExp(`target[\\s=:"']+${name.replace(/\W/g, '\\$&')}\\b`).test(text)
  })
}

function fix(build: Build, { stage }: StageBuild): Fix | undefined {
  // The numbers of the stages behind it would change.
  if (referencesIn(build).some(({ name, isFrom }) => !isFrom && /^\d+$|\$/.test(name))) return undefined
  if (stage.from.comments.length > 0) return undefined
  const edit = deleteInstruction(build.dockerfile, stage.from)
  return { title: 'Remove it', safe: true, edits: [edit] }
}
