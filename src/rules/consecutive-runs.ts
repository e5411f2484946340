import { type RunStep, runsOf } from '../build/build.js'
import { flagsOf, joinRuns } from '../fixes/join-runs.js'
import { defineRule } from './rule.js'

/** More commands than that in one RUN were put together, and kept apart from the next, on purpose. */
const FEW = 2

export const consecutiveRuns = defineRule({
  id: 'consecutive-runs',
  aliases: ['DL3059'],
  title: 'Join short RUNs that follow each other',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: `Each RUN starts a container and makes a layer. One RUN for what belongs together is started once; several are cached
apart, which helps where the first is slow and the second changes often. So this is a matter of taste.`,
  fixable: 'sometimes',
  fixSafety: 'The same commands run in the same order and the same shell; the image has fewer layers.',
  examples: [
    {
      before: 'FROM debian:12\nRUN mkdir /a\nRUN mkdir /b && touch /b/c\n\nRUN mkdir /d\n',
      after: 'FROM debian:12\nRUN mkdir /a \\\n    && mkdir /b && touch /b/c \\\n    && mkdir /d\n',
    },
    {
      before: 'FROM debian:12\nRUN cd /tmp\nRUN ls\n',
      after: 'FROM debian:12\nRUN cd /tmp\nRUN ls\n',
    },
  ],
  silent: [
    { why: 'something stands between', text: 'FROM debian:12\nRUN mkdir /a\nENV A=1\nRUN mkdir /b\n' },
    { why: 'they have other mounts', text: 'FROM debian:12\nRUN mkdir /a\nRUN --mount=type=cache,target=/b ls /b\n' },
    { why: 'one is long', text: 'FROM debian:12\nRUN a && b && c\nRUN d\n' },
    { why: 'a stage lies between', text: 'FROM debian:12\nRUN a\nFROM debian:12\nRUN b\n' },
    { why: 'the shell is not one that we read', text: 'FROM debian:12\nSHELL ["pwsh", "-c"]\nRUN a\nRUN b\n' },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  *check(build) {
    let group: RunStep[] = []
    for (const run of [...runsOf(build), undefined]) {
      const last = group.at(-1)
      if (run && last && follows(last, run)) {
        group.push(run)
        continue
      }
      const [first] = group
      if (first && group.length > 1) {
        const edits = joinRuns(group)
        yield {
          range: first.instruction.keywordRange,
          message: `${group.length} short RUNs follow each other; each starts a container and makes a layer.`,
          fix: edits && { title: 'Join them', safe: true, edits },
        }
      }
      group = run && isShort(run) ? [run] : []
    }
  },
})

function follows(last: RunStep, run: RunStep): boolean {
  return last.stage === run.stage && run.index === last.index + 1 && isShort(run) && flagsOf(last) === flagsOf(run)
}

function isShort({ calls, instruction, isTrigger }: RunStep): boolean {
  return calls.length <= FEW && instruction.heredocs.length === 0 && !isTrigger
}
