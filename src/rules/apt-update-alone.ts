import { type Build, finalStages, type RunStep, runsCalling, runsOfStage } from '../build/build.js'
import { isBehindContext, isBuiltOn } from '../build/lineage.js'
import { toSource } from '../documents/logical-text.js'
import { hasAlternatives } from '../documents/shell/chains.js'
import { appendCommand, prependCommand } from '../fixes/chain-edits.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { deleteInstruction } from '../fixes/instruction-edits.js'
import { deleteParts } from '../fixes/shell-edits.js'
import {
  type AptCall,
  aptCallsOf,
  CLEAN_LISTS,
  clearsLists,
  isInstall,
  isUpdate,
  leavesLists,
  listCallsOf,
  needsLists,
} from '../package-managers/apt.js'
import { defineRule } from './rule.js'

export const aptUpdateAlone = defineRule({
  id: 'apt-update-alone',
  aliases: ['DS-0017', 'DS017', 'CKV_DOCKER_5'],
  title: 'Update the package lists in the RUN that installs',
  category: 'correctness',
  severity: 'warning',
  why: `The layer with the lists is cached and used again for months. Add a package to the install below it, and apt-get looks
for versions that the mirrors have long dropped: the build fails with 404, or installs old packages.`,
  fixable: 'sometimes',
  fixSafety: 'Every install gets fresh lists; the packages are those of today.',
  examples: [
    {
      before: 'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends tini\n',
      after:
        'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      before:
        'FROM debian:12 AS build\nRUN apt-get update && echo ready\nRUN apt-get install -y gcc\nFROM scratch\nCOPY --from=build /a /a\n',
      after:
        'FROM debian:12 AS build\nRUN echo ready\nRUN apt-get update && apt-get install -y gcc\nFROM scratch\nCOPY --from=build /a /a\n',
    },
    {
      before:
        'FROM debian:12\nRUN apt-get -qq -y update\nRUN apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n',
      after:
        'FROM debian:12\nRUN apt-get update -qq -y && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      before:
        'FROM debian:12 AS build\nCOPY a.list /etc/apt/sources.list.d/\nRUN apt-get update\nRUN apt-get install -y gcc\nFROM scratch\nCOPY --from=build /a /a\n',
      after:
        'FROM debian:12 AS build\nCOPY a.list /etc/apt/sources.list.d/\nRUN apt-get update\nRUN apt-get install -y gcc\nFROM scratch\nCOPY --from=build /a /a\n',
    },
    {
      before:
        'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends file\nRUN echo deb https://a/b c d > /etc/apt/sources.list.d/b.list && apt-get update\nRUN apt-get install -y --no-install-recommends tini\n',
      after:
        'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends file\nRUN echo deb https://a/b c d > /etc/apt/sources.list.d/b.list && apt-get update\nRUN apt-get install -y --no-install-recommends tini\n',
    },
  ],
  silent: [
    { why: 'both are together', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y jq\n' },
    {
      why: 'the install has an update of its own',
      text: 'FROM debian:12\nRUN apt-get update\nRUN apt-get update && apt-get install -y jq\n',
    },
    { why: 'nothing is installed', text: 'FROM debian:12\nRUN apt-get update\nRUN echo\n' },
    { why: 'the install comes first', text: 'FROM debian:12\nRUN apt-get install -y jq\nRUN apt-get update\n' },
    {
      why: 'the lists lie in a mount that the install uses, too',
      text: 'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y jq\n',
    },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  *check(build) {
    for (const run of runsCalling(build, ['apt', 'apt-get'])) {
      const apt = aptCallsOf(run)
      const update = apt.find(isUpdate)
      if (update === undefined || listCallsOf(run).some(isInstall) || run.instruction.flags.length > 0) continue
      const later = runsOfStage(build, run.stage).filter(other => other.index > run.index)
      const next = later.findIndex(other => listCallsOf(other).some(isUpdate))
      const served = (next === -1 ? later : later.slice(0, next + 1)).filter(needsLists)
      if (served.length === 0) continue
      yield {
        range: toSource(run.script.text, update.call.command.range),
        message: 'The lists are cached apart from the install that uses them, and grow old.',
        fix: () => fix(build, run, served, later),
      }
    }
  },
})

function fix(build: Build, run: RunStep, served: readonly RunStep[], later: readonly RunStep[]): Fix | undefined {
  const others = later.filter(other => !served.includes(other))
  if (isBuiltOn(build, run.stage) || others.some(mayInstall) || run.isTrigger || leadsElsewhere(build, run))
    return undefined
  const updates = aptCallsOf(run).filter(isUpdate)
  const items = updates.flatMap(({ call }) => call.command.item ?? [])
  if (items.length < updates.length || updates.some(({ call }) => call.asOtherUser)) return undefined
  const all = run.script.chains.flatMap(chain => chain.items)
  const removal =
    items.length === all.length ? [deleteInstruction(build.dockerfile, run.instruction)] : deleteParts(run, { items })
  const update = updateCommand(updates)
  const moves = served.map(target => moved(build, target, update))
  if (removal === undefined || moves.includes(undefined)) return undefined
  const cleans = moves.some(edits => edits?.some(({ text }) => text.includes(CLEAN_LISTS)))
  return {
    title: `Update in the RUN that installs${cleans ? ', and remove the package lists there' : ''}`,
    safe: true,
    edits: [...removal, ...moves.flatMap(edits => edits ?? [])],
  }
}

/**
 * True where the result would be one to mend again: behind a COPY a stage that only builds wants a cache mount, and lists
 * that an earlier RUN leaves for the installs are left for nobody.
 */
function leadsElsewhere(build: Build, { stage, index }: RunStep): boolean {
  if (!finalStages(build).has(stage)) return isBehindContext(stage, index)
  return runsOfStage(build, stage).some(other => other.index < index && leavesLists(other))
}

/** The update as it was written, with its options. */
function updateCommand(updates: readonly AptCall[]): string {
  const options = updates[0]?.call.args.filter(word => word !== updates[0]?.verbWord) ?? []
  const isPlain =
    updates.length === 1 && options.every(({ text }) => /^(?:-[qy]+|--(?:quiet|yes|assume-yes))$/.test(text))
  // `apt` becomes apt-get where it stays, too: prefer-apt-get says so in the same suggestion.
  return ['apt-get update', ...(isPlain ? options.map(({ text }) => text) : [])].join(' ')
}

/** Edits that let an install update first and clean up behind itself. */
function moved(build: Build, target: RunStep, update: string): readonly Edit[] | undefined {
  const { script, calls } = target
  const first = script.chains[0]?.items[0]
  const last = script.chains.at(-1)?.items.at(-1)
  const install = listCallsOf(target).find(isInstall)?.call
  if (!script.editable || first === undefined || last === undefined || install?.asOtherUser) return undefined
  // `set -e` lets a failure left of `&&` pass while more commands follow.
  if (
    script.chains.length > 1 ||
    script.chains.some(chain => chain.background) ||
    calls.every(({ command }) => command.item !== last)
  )
    return undefined
  // In front of `a || b` an update would be part of what `b` makes up for.
  if (script.chains.some(hasAlternatives)) return undefined
  const at = install?.command.item
  if (at === undefined) return undefined
  const edits = [prependCommand(target, at, update)]
  const cleans = !finalStages(build).has(target.stage) || clearsLists(target, [])
  if (cleans) return edits
  return script.text.text.slice(last.range.end).trim() === ''
    ? [...edits, appendCommand(target, last, CLEAN_LISTS)]
    : undefined
}

/** True for a RUN that starts a script or a build tool, which may install with the lists. */
function mayInstall({ calls, script }: RunStep): boolean {
  if (!script.editable) return true
  return calls.some(
    ({ program, path }) =>
      path.includes('/') || /^(?:|\.|ansible.*|bash|make|python\d?|sh|source|tasksel)$/.test(program),
  )
}
