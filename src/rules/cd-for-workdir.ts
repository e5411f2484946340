import { posix } from 'node:path'
import { type RunStep, runsCalling, stepsOfStage } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import type { Call } from '../documents/shell/calls.js'
import { hasAlternatives } from '../documents/shell/chains.js'
import type { Fix } from '../fixes/edits.js'
import { insertAbove } from '../fixes/instruction-edits.js'
import { deleteParts } from '../fixes/shell-edits.js'
import { defineRule } from './rule.js'

export const cdForWorkdir = defineRule({
  id: 'cd-for-workdir',
  aliases: ['DL3003', 'DS-0013', 'DS013'],
  title: 'Change the directory with WORKDIR',
  category: 'upkeep',
  severity: 'info',
  why: `A \`cd\` ends with its RUN: the next instruction starts from WORKDIR again. A \`cd\` that ends a RUN does nothing at all, and
one at the beginning of every RUN is what WORKDIR says once. One RUN that works elsewhere is left alone.`,
  fixable: 'sometimes',
  fixSafety: 'There is a fix only where every later instruction runs in the same directory as before.',
  examples: [
    {
      before: 'FROM node:22\nWORKDIR /app\nRUN cd /app && npm ci\n',
      after: 'FROM node:22\nWORKDIR /app\nRUN npm ci\n',
    },
    {
      before: 'FROM node:22\nRUN cd /app && npm ci\nWORKDIR /app\nCMD ["node"]\n',
      after: 'FROM node:22\nWORKDIR /app\nRUN npm ci\nWORKDIR /app\nCMD ["node"]\n',
    },
    { before: 'FROM node:22\nRUN cd /app\nRUN npm ci\n', after: 'FROM node:22\nRUN cd /app\nRUN npm ci\n' },
    {
      before: 'FROM node:22\nRUN cd /app && npm ci\nRUN cd /app && npm run build\n',
      after: 'FROM node:22\nRUN cd /app && npm ci\nRUN cd /app && npm run build\n',
    },
  ],
  silent: [
    {
      why: 'the folder goes with the RUN',
      text: 'FROM a:1\nRUN cd /tmp && wget https://example.com/a.sh && sh a.sh\n',
    },
    { why: 'it goes on to another folder', text: 'FROM a:1\nRUN cd /src && make && cd docs && make\n' },
    { why: 'it stands in the middle', text: 'FROM a:1\nRUN git clone https://example.com/a && cd a && make\n' },
    { why: 'one RUN works elsewhere', text: 'FROM a:1\nRUN cd /app && npm ci\nRUN npm -v\n' },
    { why: 'it is in a subshell', text: 'FROM a:1\nRUN (cd /src && make) && echo done\n' },
    { why: 'the folder is removed', text: 'FROM a:1\nRUN cd /src/a && make install && rm -rf /src/a\n' },
    {
      why: 'the WORKDIR that follows is another one',
      text: 'FROM a:1\nRUN cd /src && git clone https://example.com/a\nWORKDIR /src/a\n',
    },
    { why: 'the folder is not known', text: 'FROM a:1\nRUN cd "$SRC" && make\n' },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  *check(build) {
    const runs = runsCalling(build, ['cd'])
    for (const run of runs) {
      const { script, calls } = run
      const [cd, ...rest] = calls
      const target = cd?.args[0]?.value
      if (cd?.program !== 'cd' || cd.command.item?.index !== 0 || script.chains[0] !== cd.command.item.chain) continue
      if (target === undefined || cd.args.length !== 1 || target === '-' || cd.command.redirects.length > 0) continue
      if (script.chains.length > 1 || isLocal(target, rest)) continue
      const isAll = rest.length === 0
      if (!isAll && !posix.isAbsolute(target)) continue
      const better = isAll ? undefined : fix(run, cd, target)
      const alike = runs.filter(other => other.stage === run.stage && startsIn(other, target))
      const isThere = run.state.workdir === folderOf(target)
      // One word for all of them.
      if (!isAll && !isThere && better === undefined && (alike.length < 2 || alike[0] !== run)) continue
      yield {
        range: toSource(script.text, cd.command.range),
        message: isAll
          ? 'This does nothing: the next instruction starts in WORKDIR again.'
          : isThere
            ? `WORKDIR is \`${target}\` already.`
            : alike.length > 1
              ? `${alike.length} RUNs of this stage begin with this \`cd\`, which a WORKDIR says once.`
              : 'The WORKDIR that follows says the same for this RUN as well.',
        fix: better,
      }
    }
  },
})

function startsIn({ calls }: RunStep, target: string): boolean {
  return calls[0]?.program === 'cd' && calls[0].args[0]?.value === target
}

/** True when the folder belongs to this RUN alone. */
function isLocal(target: string, rest: readonly Call[]): boolean {
  if (/^\/(?:tmp|var\/tmp|root|usr\/(?:local\/)?src|opt\/src|dev\/shm)\b|^\/(?:bin|etc|lib|usr|var)$/.test(target))
    return true
  return rest.some(
    ({ program, args }) =>
      /^(?:cd|pushd|popd)$/.test(program) ||
      (program === 'rm' && args.some(({ text }) => text.includes(posix.basename(target)))),
  )
}

function folderOf(target: string): string {
  return posix.normalize(target).replace(/(?<=.)\/$/, '')
}

const NEEDS_NO_FOLDER = new Set([
  'ARG',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
])

function fix(run: RunStep, cd: Call, target: string): Fix | undefined {
  const { dockerfile, instruction, script } = run
  const item = cd.command.item
  if (item === undefined || run.isTrigger || hasAlternatives(item.chain)) return undefined
  const deletion = deleteParts({ dockerfile, instruction, script }, { items: [item] })
  if (deletion === undefined) return undefined
  const path = folderOf(target)
  if (run.state.workdir === path) return { title: 'Leave out `cd`: it is WORKDIR', safe: true, edits: deletion }
  const next = stepsOfStage(run.stage)
    .slice(run.index + 1)
    .find(step => !NEEDS_NO_FOLDER.has(step.instruction.keyword))
  if (next?.instruction.keyword !== 'WORKDIR' || folderOf(next.instruction.arguments.text) !== path) return undefined
  if (!/^[\w./@+-]+$/.test(path)) return undefined
  const edits = [insertAbove(dockerfile, instruction, `WORKDIR ${path}`), ...deletion]
  return { title: `Use WORKDIR ${path}`, safe: true, edits }
}
