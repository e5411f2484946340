import { stagesNamed, stepsOf } from '../build/build.js'
import { copiesOf } from '../build/copies.js'
import { mountsOf } from '../documents/dockerfile/mounts.js'
import { defineRule } from './rule.js'

export const copyFromItself = defineRule({
  id: 'copy-from-itself',
  aliases: ['DL3023', 'DS-0006', 'DS006'],
  title: 'Copy from a stage above',
  category: 'correctness',
  severity: 'error',
  why: `A stage can take files from stages above it, not from itself and from none below: BuildKit stops with "circular dependency
detected", or says that the other one "needs to be defined before". Inside a stage \`RUN cp\` copies.`,
  fixable: 'never',
  examples: [
    {
      before: 'FROM node:22 AS build\nRUN npm ci\nCOPY --from=build /app/a /b\n',
      after: 'FROM node:22 AS build\nRUN npm ci\nCOPY --from=build /app/a /b\n',
    },
    {
      before: 'FROM nginx:1.29\nCOPY --from=build /app /app\nFROM node:22 AS Build\nRUN make\n',
      after: 'FROM nginx:1.29\nCOPY --from=build /app /app\nFROM node:22 AS Build\nRUN make\n',
    },
    {
      before: 'FROM node:22 AS a\nRUN --mount=from=a,target=/a ls /a\n',
      after: 'FROM node:22 AS a\nRUN --mount=from=a,target=/a ls /a\n',
    },
  ],
  silent: [
    {
      why: 'the stage is another one',
      text: 'FROM a:1 AS b\nFROM c:1 AS d\nCOPY --from=b /e /e\nCOPY --from=0 /f /f\n',
    },
    { why: 'the stage of that name is above', text: 'FROM a:1 AS b\nFROM c:1\nCOPY --from=b /e /e\nFROM d:1 AS b\n' },
    { why: 'ONBUILD is for another build', text: 'FROM a:1 AS b\nONBUILD COPY --from=b /e /e\n' },
    { why: 'an image may have the name', text: 'FROM nginx:1.29\nCOPY --from=nginx /etc/nginx /etc/nginx\n' },
  ],
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  *check(build) {
    const { stages } = build
    for (const { instruction, stage, isTrigger } of stepsOf(build, 'COPY', 'RUN')) {
      const flags = instruction.flags.filter(({ name }) => name === 'from' || name === 'mount')
      const mounts = new Map(mountsOf(instruction).map(({ flag, options }) => [flag, options.get('from')]))
      for (const flag of isTrigger ? [] : flags) {
        const from = flag.name === 'from' ? copiesOf(instruction)[0]?.from : mounts.get(flag)
        if (from === undefined) continue
        const isNumber = /^\d+$/.test(from) && flag.name === 'from'
        const named = stagesNamed(build, from.toLowerCase())
        const isAbove = named.some(other => other.stage.index < stage.stage.index)
        const target = isNumber
          ? stages[Number(from)]
          : isAbove
            ? named.findLast(({ stage: { index } }) => index <= stage.stage.index)
            : named[0]
        if (target === undefined || target.stage.index < stage.stage.index) continue
        yield {
          range: flag.range,
          message:
            target === stage
              ? 'This is the stage itself: BuildKit stops here.'
              : 'This stage stands further down: BuildKit takes files only from stages above.',
        }
      }
    }
  },
})
