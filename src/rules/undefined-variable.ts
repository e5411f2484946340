import type { Build } from '../build/build.js'
import { isBuiltOn } from '../build/lineage.js'
import { type UndefinedVariable, undefinedVariables } from '../build/undefined-variables.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Fix } from '../fixes/edits.js'
import { insertBelow } from '../fixes/instruction-edits.js'
import { defineRule } from './rule.js'

export const undefinedVariable = defineRule({
  id: 'undefined-variable',
  aliases: ['UndefinedVar'],
  title: 'Use only variables that something sets',
  category: 'correctness',
  severity: 'warning',
  why: `BuildKit puts nothing for a variable that no ARG or ENV of the stage sets, and goes on: a label stays empty, a path becomes
another one, \`/app:$PYTHONPATH\` ends in a colon, which stands for the current folder. An ARG above the first FROM is for FROM alone;
a stage that needs it repeats \`ARG NAME\`.

Only variables that BuildKit itself expands are looked at, and only names that the base image does not set.`,
  fixable: 'sometimes',
  fixSafety: 'The variable gets the value that it was meant to have, or the part that has always been empty goes.',
  examples: [
    {
      before: 'ARG VERSION=1.2\nFROM alpine:3.22\nLABEL version=$VERSION\n',
      after: 'ARG VERSION=1.2\nFROM alpine:3.22\nARG VERSION\nLABEL version=$VERSION\n',
    },
    {
      before: 'FROM scratch\nCOPY app-$TARGETARCH /app\n',
      after: 'FROM scratch\nARG TARGETARCH\nCOPY app-$TARGETARCH /app\n',
    },
    {
      before: 'FROM python:3.13\nENV PYTHONPATH=/app:$PYTHONPATH\n',
      after: 'FROM python:3.13\nENV PYTHONPATH=/app\n',
    },
    {
      before: 'FROM python:3.13\nENV PATH="$HOME/.local/bin:$PATH"\n',
      after: 'FROM python:3.13\nENV PATH="/root/.local/bin:$PATH"\n',
    },
    { before: 'FROM debian:12\nWORKDIR /srv/$APP\n', after: 'FROM debian:12\nWORKDIR /srv/$APP\n' },
  ],
  silent: [
    {
      why: 'another base image, which a build can choose, may set it',
      text: 'ARG BASE=debian:12\nFROM ${BASE}\nENV LD_LIBRARY_PATH=/a:${LD_LIBRARY_PATH}\n',
    },
    { why: 'an ARG declares it', text: 'FROM alpine:3.22\nARG VERSION\nLABEL version=$VERSION\n' },
    { why: 'the stage it is built on has it', text: 'FROM alpine:3.22 AS a\nARG V=1\nFROM a\nLABEL v=$V\n' },
    { why: 'the base image sets it', text: 'ARG NODE_VERSION=22\nFROM node:$NODE_VERSION\nLABEL node=$NODE_VERSION\n' },
    { why: 'nobody knows what the base image sets', text: 'FROM example.com/base:1\nENV HOME_BIN=$APP_HOME/bin\n' },
    { why: 'a shell expands it', text: 'FROM alpine:3.22\nRUN for f in *; do echo "$f"; done\nCMD echo $HOSTNAME\n' },
    { why: 'PATH is always set', text: 'FROM scratch\nENV PATH=/app:$PATH\n' },
    { why: 'there is a default', text: 'FROM alpine:3.22\nENV A=${B:-c} D=${E:+f}\n' },
    { why: 'the dollar sign is escaped', text: "FROM alpine:3.22\nENV A=\\$B C='$D'\n" },
    { why: 'ONBUILD is for another image', text: 'FROM alpine:3.22\nONBUILD ENV A=$B\n' },
    {
      why: 'the heredoc is quoted',
      text: 'FROM nginx:1.29\nCOPY <<"EOF" /etc/nginx/conf.d/a.conf\nset $a $uri;\nEOF\n',
    },
  ],
  references: [
    'https://docs.docker.com/reference/build-checks/undefined-var/',
    'https://docs.docker.com/build/building/variables/#scoping',
  ],
  *check(build) {
    const said = new Set<string>()
    for (const one of undefinedVariables(build)) {
      const { step, name, range, isGlobal, word } = one
      const key = `${step.stage.stage.index} ${name}`
      if (said.has(key)) continue
      said.add(key)
      yield { range, message: message(one), fix: isGlobal || word ? fix(build, one) : undefined }
    }
  },
})

function message({ name, isGlobal, word, isDeclaredBelow }: UndefinedVariable): string {
  if (isDeclaredBelow) return `\`${name}\` is empty here: its ARG stands further below.`
  if (isGlobal) return `\`${name}\` is empty here: a stage sees only the ARGs that it declares itself.`
  if (word === undefined)
    return `BuildKit puts nothing for \`${name}\`: it expands a heredoc whose delimiter has no quotes.`
  return `\`${name}\` is empty here: neither this stage nor its base image sets it.`
}

function fix(build: Build, one: UndefinedVariable): Fix | undefined {
  const { dockerfile } = build
  const { step, name, isGlobal, isDeclaredBelow } = one
  if (isDeclaredBelow) return undefined
  if (isGlobal) {
    const edit = insertBelow(dockerfile, step.stage.stage.from, `ARG ${name}`)
    return { title: `Declare ${name} in this stage, where it then has its value`, safe: false, edits: [edit] }
  }
  return name === 'HOME' ? home(build, one) : withoutItself(dockerfile, one)
}

/** Whose home it is must be plain: nobody else is the user further below. */
function home(build: Build, { step: { state, stage }, range, word }: UndefinedVariable): Fix | undefined {
  const folder = state.user?.home
  const isSame = stage.states.at(-1)?.user?.home === folder && !isBuiltOn(build, stage)
  if (!isSame) return undefined
  if (folder === undefined || !word?.contiguous || !/^\/[\w./-]+$/.test(folder)) return undefined
  return { title: `Write ${folder}, the home of the user here`, safe: false, edits: [{ ...range, text: folder }] }
}

/** `A=b:$A` without what has always been empty. */
function withoutItself({ text }: Dockerfile, { name, range, word, step }: UndefinedVariable): Fix | undefined {
  // There an empty entry stands for the usual places, which are to be searched, too.
  if (/^(?:MANPATH|INFOPATH|TERMINFO_DIRS|\w+INPUTS)$/.test(name)) return undefined
  if (step.instruction.keyword !== 'ENV' || !word?.contiguous || !word.text.startsWith(`${name}=`)) return undefined
  const start = word.range.start + name.length + 1
  const [before, behind] = [text.slice(start, range.start), text.slice(range.end, word.range.end)]
  const isCurrent = /^(?:PATH|CLASSPATH|CPATH|LD_LIBRARY_PATH|LIBRARY_PATH|PYTHONPATH)$/.test(name)
  const title = `Leave it out; the value loses an empty entry${isCurrent ? ', which means the current folder' : ''}`
  if (/[^\s"':]:$/.test(before) && /^"?$/.test(behind))
    return { title, safe: false, edits: [{ start: range.start - 1, end: range.end, text: '' }] }
  if (/^"?$/.test(before) && /^:[^\s"':]/.test(behind))
    return { title, safe: false, edits: [{ start: range.start, end: range.end + 1, text: '' }] }
  return undefined
}
