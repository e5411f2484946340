import * as v from 'valibot'
import { type RunStep, runsOf } from '../build/build.js'
import { type ShellVerdict, shellcheckInput } from '../build/shell-verdicts.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule, type Severity } from './rule.js'

const LEVELS = ['error', 'warning', 'info', 'style'] as const
const SEVERITY_OF = { error: 'warning', warning: 'warning', info: 'info', style: 'info' } as const

/** They ask for files that are not there, or mean what a Dockerfile does on purpose: `apt-get install $(cat packages)`. */
const BESIDE_THE_POINT = new Set(['SC1090', 'SC1091', 'SC2046', 'SC2187'])
/** What POSIX leaves open. dash refuses it; busybox, and bash as /bin/sh, take most of it. */
const DIALECT = /^SC3\d{3}$/
/** Images whose /bin/sh is dash. */
const DASH_IMAGE = /(?:^|\/)(?:debian|ubuntu|buildpack-deps):|[:-](?:bullseye|bookworm|trixie|focal|jammy|noble)\b/

const OPTIONS = v.strictObject({
  level: v.pipe(
    v.optional(v.picklist(LEVELS), 'warning'),
    v.description('The least that ShellCheck has to think of a finding.'),
  ),
})

export const shellcheck = defineRule({
  id: 'shellcheck',
  aliases: ['SC'],
  title: 'Write shell scripts that do what they seem to do',
  category: 'correctness',
  severity: 'warning',
  why: `[ShellCheck](https://www.shellcheck.net) knows hundreds of ways in which a script does something else than it seems to. Where it
is on the PATH, as it is on GitHub's Ubuntu runners, it reads the scripts of all RUNs, with the variables of ARG and ENV known; what
it finds stands at the words in question. Each finding has a name of its own, such as \`SC2046\`, by which it can be switched off.`,
  fixable: 'sometimes',
  fixSafety:
    'The fixes are ShellCheck’s own. They may change what a script does where it did something else than it seemed to: quotes keep words from being split.',
  options: OPTIONS,
  examples: [
    {
      before: 'FROM debian:12\nARG DIR=/src\nRUN cd "$DIR"; make install\n',
      after: 'FROM debian:12\nARG DIR=/src\nRUN cd "$DIR" || exit; make install\n',
    },
  ],
  silent: [
    {
      why: 'the next command runs only if the first did its work',
      text: 'FROM debian:12\nRUN cd /src && make install\n',
    },
    { why: 'no shell reads it', text: 'FROM debian:12\nCMD ["sh", "-c", "cd /src; make"]\n' },
    { why: 'another language', text: 'FROM python:3.13\nSHELL ["python", "-c"]\nRUN cd /src; make\n' },
  ],
  references: ['https://www.shellcheck.net/wiki/'],
  *check(build, { level }) {
    const { shellVerdicts } = build
    if (shellVerdicts === undefined) return
    const accepted = new Set<string>(LEVELS.slice(0, LEVELS.indexOf(level) + 1))
    for (const run of runsOf(build))
      for (const verdict of shellVerdicts.get(shellcheckInput(run)) ?? []) {
        if (!accepted.has(verdict.level) || BESIDE_THE_POINT.has(verdict.code)) continue
        if (DIALECT.test(verdict.code) && !isDash(run)) continue
        yield problemFrom(run, verdict)
      }
  },
})

function isDash({ stage, state }: RunStep): boolean {
  return state.shellIsSet ? /\bdash$/.test(state.shell[0] ?? '') : DASH_IMAGE.test(stage.reference ?? '')
}

function problemFrom(run: RunStep, verdict: ShellVerdict) {
  const severity: Severity = SEVERITY_OF[verdict.level]
  return {
    range: toSource(run.script.text, verdict.range),
    message: `${verdict.message} (ShellCheck: ${verdict.code})`,
    severity,
    code: verdict.code,
    fix: fixFrom(run, verdict),
  }
}

function fixFrom({ script }: RunStep, { edits, code }: ShellVerdict): Fix | undefined {
  // Where a line end splits what is replaced, the rest of the line would go with it.
  if (edits === undefined || !script.editable || !edits.every(({ range }) => isContiguous(script.text, range)))
    return undefined
  const title = `Write it as ShellCheck proposes (${code})`
  return { title, safe: false, edits: edits.map(({ range, text }) => ({ ...toSource(script.text, range), text })) }
}
