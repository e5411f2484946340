import { posix } from 'node:path'
import { baseDestination } from '../build/base-destination.js'
import { stepsOf } from '../build/build.js'
import type { Context } from '../build/context.js'
import { copiesOf } from '../build/copies.js'
import type { Range } from '../documents/text.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const relativeCopyDestination = defineRule({
  id: 'relative-copy-destination',
  aliases: ['DL3045'],
  title: 'Set a WORKDIR before copying to a relative path',
  category: 'correctness',
  severity: 'info',
  why: `A relative target starts from WORKDIR. Without one that is the folder of the base image, \`/\` as a rule: \`COPY . .\` puts the
project between /bin and /etc, where a folder of the project named \`lib\` or \`etc\` mixes with that of the system.`,
  fixable: 'sometimes',
  fixSafety: 'The fix writes the path that the base image leads to; there is none where that is not known.',
  examples: [
    {
      before: 'FROM node:22-slim\nCOPY package.json app/\n',
      after: 'FROM node:22-slim\nCOPY package.json /app/\n',
    },
    {
      before: 'FROM alpine:3.22\nCOPY . .\nENTRYPOINT ["/run.sh"]\n',
      after: 'FROM alpine:3.22\nCOPY . .\nENTRYPOINT ["/run.sh"]\n',
    },
    {
      before: 'FROM python:3.13-slim\nADD ["a.py", "./src/"]\nWORKDIR /app\n',
      after: 'FROM python:3.13-slim\nADD ["a.py", "/src/"]\nWORKDIR /app\n',
    },
    {
      before: 'FROM python:3.13-slim\nCOPY lib lib\nCMD ["python", "lib/a.py"]\n',
      after: 'FROM python:3.13-slim\nCOPY lib lib\nCMD ["python", "lib/a.py"]\n',
    },
  ],
  silent: [
    { why: 'WORKDIR says where', text: 'FROM node:22\nWORKDIR /app\nCOPY . .\n' },
    { why: 'the stage it is built on says where', text: 'FROM node:22 AS a\nWORKDIR /app\nFROM a\nCOPY . .\n' },
    { why: 'one file mixes with nothing', text: 'FROM alpine:3.22\nCOPY run.sh .\nCOPY --from=build /out/app ./\n' },
    {
      why: 'files alone mix with nothing',
      text: 'FROM alpine:3.22\nCOPY . .\nCOPY conf /\n',
      files: { 'run.sh': '', 'conf/a': '', '.dockerignore': 'conf' },
    },
    { why: 'the path is absolute', text: 'FROM node:22\nCOPY . /app\nCOPY a.txt "/b/"\n' },
    { why: 'the base image has one', text: 'FROM golang:1.25\nCOPY . src/app\n' },
    { why: 'that of the base image is for this', text: 'FROM public.ecr.aws/lambda/python:3.13\nCOPY app.py ./\n' },
    { why: 'nobody knows that of the base image', text: 'FROM example.com/base:1\nCOPY . .\n' },
    { why: 'a stage of files has no system', text: 'FROM scratch AS files\nCOPY --from=build /a a\nCOPY b .\n' },
    { why: 'the variable may hold an absolute path', text: 'FROM node:22\nARG TO\nCOPY . $TO\nCOPY a ${TO}/b\n' },
    { why: 'Windows has drives', text: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY a C:/a\n' },
    { why: 'ONBUILD is for another image', text: 'FROM node:22\nONBUILD COPY . .\n' },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/#workdir'],
  *check(build) {
    for (const step of stepsOf(build, 'COPY', 'ADD'))
      for (const { destination, from, sources } of step.isTrigger ? [] : copiesOf(step.instruction)) {
        const found = baseDestination(step, destination)
        if (found === undefined) continue
        const context = from === undefined ? build.context : undefined
        if (found.isRoot && !sources.some(({ text }) => bringsFolders(text, context))) continue
        yield {
          range: destination.range,
          message: found.isRoot
            ? 'No WORKDIR is set, so the folders of this go to `/` and mix with those of the system.'
            : 'No WORKDIR is set, so where this goes depends on the base image.',
          fix: () => found.absolute && fix(found.absolute),
        }
      }
  },
})

function fix({ path, range }: { readonly path: string; readonly range: Range }): Fix {
  return { title: `Write ${path}`, safe: true, edits: [{ ...range, text: path }] }
}

/** True for what brings folders, which could mix with those of the system. */
function bringsFolders(source: string, context: Context | undefined): boolean {
  if (context === undefined) return /(?:^|\/)\.{0,2}$/.test(source)
  if (context.kindOf(source) !== 'folder') return false
  const below = posix.join(source, '/').replace(/^(?:\.\/|\/)/, '')
  return context.filesIn(source).some(file => file.slice(below.length).includes('/'))
}
