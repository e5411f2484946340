import { expect, test } from '@jest/globals'
import { copiesOf } from '../../src/build/copies.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { archiveForAdd } from '../../src/rules/archive-for-add.js'
import { copyIntoFolder } from '../../src/rules/copy-into-folder.js'
import { copyWholeFilesystem } from '../../src/rules/copy-whole-filesystem.js'
import { missingStagePath } from '../../src/rules/missing-stage-path.js'
import { relativeCopyDestination } from '../../src/rules/relative-copy-destination.js'
import { findingsOf, fixed } from '../rules/checking.js'

test.each([
  ['COPY "a" \'b\' /c/', ['a', 'b', '/c/']],
  ['COPY ["a b", "/c"]', ['a b', '/c']],
  ['COPY "$A/b" "/c d', ['$A/b', '"/c', 'd']],
  // Here the quotes, or the escape, decide what comes out of it.
  ['COPY \'$A\' "a\\"b" a"b"c ""', ["'$A'", '"a\\"b"', 'a"b"c', '""']],
])('%s', (line, texts) => {
  const text = `FROM a\n${line}\n`
  const copies = parseDockerfile('Dockerfile', text).instructions.flatMap(copiesOf)
  const words = copies.flatMap(({ sources, destination }) => [...sources, destination])
  expect(words.map(word => word.text)).toEqual(texts)
  for (const { range } of words) expect(text.slice(range.start, range.end)).not.toMatch(/^[a$].*["']$/)
})

test('rules see through quotes', () => {
  const whole = 'FROM debian:12 AS b\nRUN make\nFROM debian:12\nCOPY --from=b "/" "/"\n'
  expect(findingsOf(whole, [copyWholeFilesystem])).toHaveLength(1)
})

test.each([
  [copyIntoFolder, 'FROM node:22\nCOPY "a.js" b.js "/app"\n', 'FROM node:22\nCOPY "a.js" b.js "/app/"\n'],
  [relativeCopyDestination, 'FROM node:22-slim\nCOPY "a.json" "app/"\n', 'FROM node:22-slim\nCOPY "a.json" "/app/"\n'],
  [
    archiveForAdd,
    'FROM debian:12\nCOPY "a.tgz" "/tmp/"\nRUN tar xzf /tmp/a.tgz -C /opt && rm /tmp/a.tgz\n',
    'FROM debian:12\nADD "a.tgz" "/opt/"\n',
  ],
])('what is changed stays in its quotes', (rule, before, after) => {
  expect(fixed(before, [rule])).toBe(after)
})

test('a path that a stage does not have stays in its quotes', () => {
  const text = "FROM scratch AS f\nCOPY a.txt /d/a.txt\nFROM debian:12\nCOPY --from=f '/e/a.txt' /\n"
  expect(fixed(text, [missingStagePath], { 'a.txt': '' })).toBe(text.replace('/e/a.txt', '/d/a.txt'))
})
