import { finalStages, type RunStep, runsOf } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import { appendLast, asRoot } from '../fixes/append-last.js'
import type { Fix } from '../fixes/edits.js'
import { CLEAN_LISTS, isUpdate, leavesLists, listCallsOf, needsLists } from '../package-managers/apt.js'
import { defineRule } from './rule.js'

export const aptListsLeft = defineRule({
  id: 'apt-lists-left',
  aliases: ['DL3009'],
  title: 'Remove the package lists in the RUN that fetched them',
  category: 'size',
  severity: 'warning',
  why: `\`apt-get update\` downloads 20 to 50 MB of package lists. They stay in the layer unless the same RUN removes them, and
they are out of date by the time that anybody could use them.

43 % of 4,794 Dockerfiles on GitHub leave them (Binnacle).`,
  fixable: 'sometimes',
  fixSafety: 'The lists are gone from the image; installing more in a later RUN takes another `apt-get update`.',
  examples: [
    {
      before: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends tini\n',
      after:
        'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      before: 'FROM debian:12\nRUN apt-get update \\\n  && apt-get install -y tini \\\n  && apt-get clean\n',
      after:
        'FROM debian:12\nRUN apt-get update \\\n  && apt-get install -y tini \\\n  && apt-get clean \\\n  && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      before: 'FROM debian:12\nRUN apt-get update && aptitude install -y tini\n',
      after: 'FROM debian:12\nRUN apt-get update && aptitude install -y tini && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  silent: [
    {
      why: 'more than the lists is removed',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y jq && rm -rf /var/lib /var/cache\n',
    },
    {
      why: 'to dash `&>` starts it in the background, and nothing is installed',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y jq &> /dev/null\n',
    },
    {
      why: 'they are removed',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/* /tmp/*\n',
    },
    {
      why: 'they lie in a mount',
      text: 'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y jq\n',
    },
    {
      why: 'a stage that only builds does not weigh in the image',
      text: 'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM scratch\nCOPY --from=build /a /a\n',
    },
    {
      why: 'a later RUN installs with them',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y jq\nRUN apt-get install -y tini\n',
    },
    {
      why: 'a later RUN installs with them by another name',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y aptitude\nRUN aptitude install -y tini\n',
    },
    { why: 'aptitude is no program here', text: 'FROM debian:12\nRUN apt-get update && echo aptitude install tini\n' },
    {
      why: 'a trap removes them',
      text: "FROM debian:12\nRUN trap 'rm -rf /var/lib/apt/lists/*' EXIT; apt-get update && apt-get install -y jq\n",
    },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  *check(build) {
    const final = finalStages(build)
    const runs = runsOf(build).filter(run => final.has(run.stage))
    const lastUse = runs.findLastIndex(needsLists)
    for (const [i, run] of runs.entries()) {
      const update = listCallsOf(run).find(isUpdate)
      if (update === undefined || !leavesLists(run)) continue
      if (lastUse > i) continue
      yield {
        range: toSource(run.script.text, update.call.command.range),
        message: 'The package lists stay in this layer of the image.',
        fix: () => fix(run),
      }
    }
  },
})

function fix(run: RunStep): Fix | undefined {
  const calls = listCallsOf(run).map(({ call }) => call)
  const edit = appendLast(run, asRoot(run, calls, CLEAN_LISTS))
  return edit && { title: 'Remove the package lists', safe: true, edits: [edit] }
}
