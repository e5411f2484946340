import { describe, expect, test } from '@jest/globals'
import { consecutiveRuns } from '../../src/rules/consecutive-runs.js'
import { deletedLater } from '../../src/rules/deleted-later.js'
import { fixed, said } from './checking.js'

const FROM = 'FROM debian:12\n'
const GET = 'RUN wget -q https://example.org/a.tgz\n'

describe('a file of an earlier layer is found', () => {
  test.each([
    ['the name of the address', `WORKDIR /w\n${GET}RUN rm a.tgz\n`, '/w/a.tgz'],
    ['curl -O', 'RUN curl -sSLO https://example.org/a.zip\nRUN rm /a.zip\n', '/a.zip'],
    ['a folder', 'RUN wget -P /tmp https://example.org/a.zip\nRUN rm -rf /tmp/a.zip\n', '/tmp/a.zip'],
    ['a variable', 'ARG V=1\nRUN curl -o /a-$V https://example.org/b\nRUN rm /a-1\n', '/a-1'],
    ['an archive', 'COPY a.deb b.deb /tmp/\nRUN dpkg -i /tmp/a.deb && rm /tmp/a.deb\n', '/tmp/a.deb'],
    ['ADD of an address', 'ADD https://example.org/a.run /tmp/\nRUN sh /tmp/a.run && rm /tmp/a.run\n', '/tmp/a.run'],
  ])('%s', (_, body, path) => {
    const found = said(FROM + body, [deletedLater])
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(`\`${path}\``)
  })
})

describe('silent', () => {
  test.each([
    ['it goes with what was unpacked', `RUN cd /tmp && wget https://example.org/a.tgz\nRUN rm -f a.tgz\n`],
    ['it was moved', 'RUN wget https://example.org/a && mv a /usr/bin/a\nRUN rm -f /a\n'],
    ['it is written to the output', 'RUN wget -O - https://example.org/a\nRUN rm -f /a\n'],
    ['it is copied from a stage', 'COPY --from=b /a.tgz /a.tgz\nRUN rm /a.tgz\n'],
    ['ADD unpacks it', 'ADD a.tar.gz /tmp/\nRUN rm -f /tmp/a.tar.gz\n'],
  ])('%s', (_, body) => {
    expect(said(FROM + body, [deletedLater])).toEqual([])
  })
})

describe('RUNs are joined only where nothing changes', () => {
  const isJoined = (body: string) => fixed(FROM + body, [consecutiveRuns]) !== FROM + body
  test.each([
    ['plain', 'RUN a\nRUN b\n', true],
    ['a redirection', 'RUN a > /b\nRUN c >> /b\n', true],
    ['the folder changes', 'RUN cd /a\nRUN b\n', false],
    ['a variable is set', 'RUN A=b\nRUN c\n', false],
    ['a variable is exported', 'RUN export A=b\nRUN c\n', false],
    ['a failure is made up for', 'RUN a || b\nRUN c\n', false],
    ['the second makes up for a failure', 'RUN a\nRUN b || c\n', false],
    ['several commands', 'RUN a; b\nRUN c\n', false],
    ['a comment of the shell', 'RUN a # why\nRUN b\n', false],
    ['a comment between', 'RUN a\n# why\nRUN b\n', false],
    ['a process in the background', 'RUN a &\nRUN b\n', false],
    ['the JSON form', 'RUN ["a"]\nRUN ["b"]\n', false],
    ['a heredoc', 'RUN <<E\na\nE\nRUN b\n', false],
    ['the same mount', 'RUN --mount=type=cache,target=/a b\nRUN --mount=type=cache,target=/a c\n', true],
    ['triggers', 'ONBUILD RUN a\nONBUILD RUN b\n', false],
  ])('%s', (_, body, expected) => {
    expect(isJoined(body)).toBe(expected)
  })

  test('line ends, and indentation stay', () => {
    const text = 'FROM debian:12\r\nRUN a \\\r\n  -b\r\n\r\nrun   c\r\n'
    expect(fixed(text, [consecutiveRuns])).toBe('FROM debian:12\r\nRUN a \\\r\n  -b \\\r\n  && c\r\n')
  })
})
