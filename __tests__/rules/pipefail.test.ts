import { describe, expect, test } from '@jest/globals'
import { pipefail } from '../../src/rules/pipefail.js'
import { findingsOf, fixed, said } from './checking.js'

const PIPE = 'curl -fsSL https://example.org/i.sh | sh'
const SHELL = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]'

describe('the option is set where the shell has it', () => {
  test.each([
    ['Alpine', `FROM node:22-alpine\nRUN ${PIPE}\n`, `FROM node:22-alpine\nRUN set -o pipefail && ${PIPE}\n`],
    ['Fedora', `FROM fedora:42\nRUN ${PIPE}\n`, `FROM fedora:42\nRUN set -o pipefail && ${PIPE}\n`],
    ['Debian', `FROM debian:12\nRUN ${PIPE}\nRUN ${PIPE}\n`, `FROM debian:12\n${SHELL}\nRUN ${PIPE}\nRUN ${PIPE}\n`],
    [
      'a stage on another one',
      `FROM alpine:3.22 AS a\nRUN apk add curl\nFROM a\nRUN cd /tmp \\\n  && ${PIPE}\n`,
      `FROM alpine:3.22 AS a\nRUN apk add curl\nFROM a\nRUN cd /tmp \\\n  && set -o pipefail \\\n  && ${PIPE}\n`,
    ],
    [
      'a heredoc that stops at errors',
      `FROM alpine:3.22\nRUN <<EOF\nset -e\n${PIPE}\necho\nEOF\n`,
      `FROM alpine:3.22\nRUN <<EOF\nset -e\nset -o pipefail && ${PIPE}\necho\nEOF\n`,
    ],
  ])('%s', (_, before, after) => {
    expect(fixed(before, [pipefail])).toBe(after)
  })
})

describe('found, but nothing is offered', () => {
  test.each([
    ['a later pipe stops reading', `FROM debian:12\nRUN ${PIPE}\nRUN ls /etc | head -1 > /a\n`],
    ['a later pipe may find nothing', `FROM debian:12\nRUN ${PIPE}\nRUN dpkg -l | grep x | wc -l\n`],
    ['the command is started by the shell', `FROM debian:12\nRUN ${PIPE}\nCMD run it\n`],
    ['a stage on it has such a pipe', `FROM debian:12 AS a\nRUN ${PIPE}\nFROM a\nRUN yes | ./setup\n`],
    ['dash and bash write otherwise', `FROM debian:12\nRUN ${PIPE}\nRUN echo "a\\tb" > /a\n`],
    ['nobody knows the image', `FROM example.com/a:1\nRUN ${PIPE}\n`],
    ['the shell was chosen', `FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN ${PIPE}\n`],
  ])('%s', (_, text) => {
    expect(said(text, [pipefail])).toHaveLength(1)
    expect(fixed(text, [pipefail])).toBe(text)
  })
})

test('a shell for the whole stage is for people to accept', () => {
  const safe = (image: string) => findingsOf(`FROM ${image}\nRUN ${PIPE}\n`, [pipefail]).map(({ fix }) => fix?.safe)
  expect(safe('alpine:3.22')).toEqual([true])
  expect(safe('debian:12')).toEqual([false])
})

describe('silent', () => {
  test.each([
    ['its end is not looked at', `RUN <<EOF\n${PIPE}\necho\nEOF`],
    ['curl writes into a file', 'RUN curl -o a https://a/b | cat'],
    ['it is asked whether it works', `RUN if ${PIPE}; then echo; fi`],
    ['in the background', `RUN ${PIPE} &`],
    ['the JSON form', 'RUN ["sh", "-c", "curl https://a/b | sh"]'],
    ['unpacked, although by way of cat', 'RUN curl https://a/b | cat | tar xz'],
  ])('%s', (_, body) => {
    expect(said(`FROM debian:12\n${body}\n`, [pipefail])).toEqual([])
  })
})

describe('an image of the same repository', () => {
  const core = `FROM ubuntu:24.04\n${SHELL}\n`
  test.each([
    ['acme/core', 'core/Dockerfile'],
    ['ghcr.io/acme/core:1', 'images/Dockerfile.core'],
    ['localhost:5000/acme-core', 'core.Dockerfile'],
    ['acme/core@sha256:0', 'Containerfile.core'],
  ])('%s has the SHELL of %s', (image, path) => {
    const text = `FROM ${image}\nRUN ${PIPE}\n`
    expect(findingsOf(text, [pipefail], { [path]: core })).toEqual([])
    expect(findingsOf(text, [pipefail], { [path]: 'FROM ubuntu:24.04\n' })).toHaveLength(1)
  })

  test.each([
    ['an official image is none', 'debian:12', 'debian/Dockerfile', ''],
    ['the name is another one', 'acme/hardcore', 'core/Dockerfile', ''],
    ['the shell was chosen since', 'acme/core', 'core/Dockerfile', 'SHELL ["/bin/bash", "-c"]\n'],
  ])('found: %s', (_, image, path, more) => {
    expect(findingsOf(`FROM ${image}\n${more}RUN ${PIPE}\n`, [pipefail], { [path]: core })).toHaveLength(1)
  })
})

test.each([
  ['made by the installer', 'RUN curl -fL https://a/b | bash && chmod +x tool', 0],
  ['copied', 'COPY run.sh .\nRUN curl -fL https://a/b | bash && chmod +x run.sh', 1],
  ['made by the command itself', 'RUN curl -fL https://a/b | bash && install -d app /data', 1],
  ['downloaded', 'RUN curl -fLo tool https://a/t && curl -fL https://a/b | bash && chmod +x tool', 1],
  ['a failure may pass', 'RUN set -e; curl -fL https://a/b | bash; mv foo /x || true', 1],
  ['in another list', 'RUN set -e; curl -fL https://a/b | bash; mv foo /x', 0],
])('what the installer has not made cannot be taken: %s', (_, lines, count) => {
  expect(said(`FROM debian:12\n${lines}\n`, [pipefail])).toHaveLength(count)
})

test.each([
  'curl -fL https://sh.rustup.rs | sh -s -- -y && sh /build.sh',
  'curl -fL https://apt.example.org/a.sh | bash && apt clean',
])('a host that is named like a program which is there anyway: %s', command => {
  expect(said(`FROM debian:12\nRUN ${command}\n`, [pipefail])).toHaveLength(1)
})
