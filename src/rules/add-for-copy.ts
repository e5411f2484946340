import { addsOnlyFiles } from '../build/adds.js'
import { stepsOf } from '../build/build.js'
import { defineRule } from './rule.js'

export const addForCopy = defineRule({
  id: 'add-for-copy',
  aliases: ['DL3020', 'DS-0005', 'DS005', 'CKV_DOCKER_4'],
  title: 'Copy files with COPY',
  category: 'correctness',
  severity: 'warning',
  why: `ADD also downloads URLs and unpacks archives. A reader has to find out whether that is meant, and a file that one day
is an archive lands unpacked. COPY only copies.

21 % of 4,794 Dockerfiles on GitHub use ADD for files (Binnacle).`,
  fixable: 'always',
  fixSafety:
    'COPY takes the same files to the same place. The rule is silent where ADD may be unpacking or downloading.',
  examples: [
    {
      before: 'FROM nginx:1.29\nADD site/ /usr/share/nginx/html/\n',
      after: 'FROM nginx:1.29\nCOPY site/ /usr/share/nginx/html/\n',
    },
    {
      before: 'FROM node:22\nWORKDIR /app\nadd --chown=node:node ["package.json", "./"]\n',
      after: 'FROM node:22\nWORKDIR /app\ncopy --chown=node:node ["package.json", "./"]\n',
    },
  ],
  silent: [
    { why: 'it unpacks an archive', text: 'FROM scratch\nADD alpine-minirootfs-3.22.0-x86_64.tar.gz /\n' },
    { why: 'it downloads', text: 'FROM alpine:3.22\nADD https://example.com/a.txt /a.txt\n' },
    { why: 'it clones', text: 'FROM alpine:3.22\nADD git@github.com:moby/buildkit.git#v0.25.0 /src\n' },
    {
      why: 'it checks a checksum',
      text: `FROM alpine:3.22\nADD --checksum=sha256:${'0'.repeat(64)} https://example.com/a.bin /a\n`,
    },
    { why: 'a variable may be anything', text: 'FROM alpine:3.22\nARG SOURCE\nADD $SOURCE /app/\n' },
    { why: 'a pattern may match archives', text: 'FROM alpine:3.22\nADD dist/* /app/\n' },
    { why: 'the name says that it is a file system', text: 'FROM scratch\nADD rootfs /\n' },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  *check(build) {
    for (const step of stepsOf(build, 'ADD')) {
      if (!addsOnlyFiles(step.instruction, build.context)) continue
      const { keywordRange } = step.instruction
      const isLower = build.dockerfile.text.charAt(keywordRange.start) === 'a'
      yield {
        range: keywordRange,
        message: 'This only copies files; ADD would unpack and download, too.',
        fix: { title: 'Use COPY', safe: true, edits: [{ ...keywordRange, text: isLower ? 'copy' : 'COPY' }] },
      }
    }
  },
})
