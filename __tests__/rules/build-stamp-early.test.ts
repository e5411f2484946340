import { describe, expect, test } from '@jest/globals'
import { applyEdits } from '../../src/fixes/edits.js'
import { buildStampEarly } from '../../src/rules/build-stamp-early.js'
import { checked, type Files } from './checking.js'

const findings = (text: string, files: Files = {}) => checked(text, [buildStampEarly], files).findings

/** The text with the rule's only fix. */
function fixed(text: string): string {
  const [finding, ...others] = findings(text)
  expect(others).toEqual([])
  expect(finding?.withheld).toBeUndefined()
  return applyEdits(text, finding?.fix?.edits ?? [])
}

test.each([
  ['no stage declares it', 'ARG GIT_SHA\nFROM alpine:3.22\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n'],
  [
    'it is the commit of something else',
    'FROM alpine:3.22\nARG LLAMA_COMMIT\nLABEL llama=$LLAMA_COMMIT\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n',
  ],
  [
    'another argument empties the cache',
    'FROM alpine:3.22\nARG GIT_SHA\nARG CACHE_BUST\nLABEL revision=$GIT_SHA\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n',
  ],
  [
    'what another stage built changes with every commit, too',
    'FROM golang:1.25 AS build\nRUN go build -o /app\nFROM alpine:3.22\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA\nCOPY --from=build /app /app\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n',
  ],
  [
    'a script above the install may read it',
    'FROM alpine:3.22\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA\nCOPY setup.sh /\nRUN /setup.sh\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n',
  ],
  [
    'what is built elsewhere changes with every commit, too',
    'FROM alpine:3.22\nARG GIT_SHA\nLABEL revision=$GIT_SHA\nCOPY --from=binaries app /app\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n',
  ],
  [
    'pip reads variables of that name',
    'FROM python:3.13\nARG GIT_SHA\nENV PIP_BUILD_REF=$GIT_SHA\nRUN pip install flask==3.1.0\nCMD ["app"]\n',
  ],
  [
    'the ENV has what the install needs, too',
    'FROM python:3.13\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA PIP_NO_CACHE_DIR=1\nRUN pip install flask==3.1.0\nCMD ["app"]\n',
  ],
  [
    'the clone is as new as the build because of it',
    'FROM alpine/git:2.49\nARG GIT_SHA\nLABEL revision=$GIT_SHA\nRUN git clone https://example.com/a.git && apk add --no-cache ffmpeg\nCMD ["app"]\n',
  ],
  [
    'the RUN is no shell script',
    'FROM alpine:3.22\nARG GIT_SHA\nLABEL r=$GIT_SHA\nRUN ["/setup"]\nRUN apk add jq\nCMD ["app"]\n',
  ],
  [
    'the label is set again below',
    'FROM alpine:3.22\nARG GIT_SHA\nLABEL r=$GIT_SHA\nRUN apk add jq\nLABEL r=none\nRUN ls\nCMD ["a"]\n',
  ],
  [
    'the name means something else below',
    'FROM alpine:3.22\nARG V=1\nARG GIT_SHA\nLABEL r=$GIT_SHA-$V\nRUN apk add jq\nENV V=2\nRUN ls\nCMD ["a"]\n',
  ],
  [
    'the parent has the source',
    'FROM node:22 AS base\nCOPY . /app\nFROM base\nARG GIT_SHA\nLABEL r=$GIT_SHA\nRUN apt-get install -y jq\nCMD ["a"]\n',
  ],
  [
    'the date is written down',
    'FROM alpine:3.22\nARG BUILD_DATE=2025-01-01\nLABEL r=$BUILD_DATE\nRUN apk add jq\nCMD ["a"]\n',
  ],
  [
    'a checksum is of what is downloaded',
    'FROM alpine:3.22\nARG GIT_SHA\nLABEL r=$GIT_SHA\nRUN apk add jq\nRUN echo "$GIT_SHA a" | sha256sum -c "$GIT_SHA"\nCMD ["a"]\n',
  ],
  [
    'find runs a program of the project',
    'FROM alpine:3.22\nARG GIT_SHA\nLABEL r=$GIT_SHA\nRUN apk add jq && find / -name a -exec /a.sh {} +\nCMD ["a"]\n',
  ],
  [
    'dnf brings packages up to date',
    'FROM fedora:42\nARG GIT_SHA\nLABEL r=$GIT_SHA\nRUN dnf -y update && dnf -y install jq\nCMD ["a"]\n',
  ],
  [
    'what is piped into a shell may know a plain word',
    'FROM alpine:3.22\nARG COMMIT\nLABEL r=$COMMIT\nRUN apk add jq && curl https://example.com/a | sh\nCMD ["a"]\n',
  ],
])('silent: %s', (_, text) => {
  expect(findings(text)).toEqual([])
})

test('comments go along, and blank lines and line ends stay as they are', () => {
  const text =
    'FROM alpine:3.22\r\nWORKDIR /app\r\n\r\n# which one this is\r\nARG GIT_SHA\r\n# for whoever asks\r\nLABEL a=1 \\\r\n  # the commit\r\n  r=$GIT_SHA\r\n\r\nRUN apk add jq\r\nCMD ["a"]'
  expect(fixed(text)).toBe(
    'FROM alpine:3.22\r\nWORKDIR /app\r\n\r\nRUN apk add jq\r\n\r\n# which one this is\r\nARG GIT_SHA\r\n# for whoever asks\r\nLABEL a=1 \\\r\n  # the commit\r\n  r=$GIT_SHA\r\nCMD ["a"]',
  )
})

test('at the end of a file that ends without a line end', () => {
  expect(fixed('FROM alpine:3.22\nARG GIT_SHA\nLABEL r=$GIT_SHA\nRUN apk add jq')).toBe(
    'FROM alpine:3.22\nRUN apk add jq\nARG GIT_SHA\nLABEL r=$GIT_SHA',
  )
})

test('above the comments of what may use it', () => {
  expect(
    fixed('FROM alpine:3.22\nARG GIT_SHA\nRUN apk add jq\n\n# builds\nRUN make\nENV REVISION=$GIT_SHA\nCMD ["a"]\n'),
  ).toBe('FROM alpine:3.22\nRUN apk add jq\n\nARG GIT_SHA\n# builds\nRUN make\nENV REVISION=$GIT_SHA\nCMD ["a"]\n')
})

test('set apart where it was and where it comes to stand', () => {
  expect(
    fixed('FROM alpine:3.22\n\nARG GIT_SHA\nLABEL r=$GIT_SHA\n\nRUN apk add jq\n\n# builds\nRUN make\nCMD ["a"]\n'),
  ).toBe('FROM alpine:3.22\n\nRUN apk add jq\n\nARG GIT_SHA\nLABEL r=$GIT_SHA\n\n# builds\nRUN make\nCMD ["a"]\n')
})

test('what a pipe brings in cannot know a name of the project', () => {
  const text =
    'FROM alpine:3.22\nARG VCS_REF\nLABEL r=$VCS_REF\nRUN apk add jq && curl https://example.com/a | sh -s -- -y\nCMD ["a"]\n'
  expect(findings(text)).toHaveLength(1)
})

test('a version beside it goes along unless a RUN in between uses it', () => {
  const withRun = (run: string) =>
    fixed(`FROM alpine:3.22\nARG APP_VERSION\nARG GIT_SHA\nLABEL v=$APP_VERSION r=$GIT_SHA\nRUN ${run}\nCMD ["a"]\n`)
  expect(withRun('apk add jq')).toBe(
    'FROM alpine:3.22\nRUN apk add jq\nARG APP_VERSION\nARG GIT_SHA\nLABEL v=$APP_VERSION r=$GIT_SHA\nCMD ["a"]\n',
  )
  expect(withRun('apk add jq=$APP_VERSION')).toBe(
    'FROM alpine:3.22\nARG APP_VERSION\nRUN apk add jq=$APP_VERSION\nARG GIT_SHA\nLABEL v=$APP_VERSION r=$GIT_SHA\nCMD ["a"]\n',
  )
})

test('requirements that are known to need nothing more are passed, others are not', () => {
  const text =
    'FROM python:3.13\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["a"]\n'
  expect(findings(text, { 'requirements.txt': 'flask==3.1.0\n' })).toHaveLength(1)
  expect(findings(text, { 'requirements.txt': 'app @ https://example.com/${GIT_SHA}.zip\n' })).toEqual([])
  expect(findings(text, { 'requirements.txt': '-e ./lib\n' })).toEqual([])
})

describe('what a workflow gives a build', () => {
  const text =
    'FROM debian:12\nARG VERSION=dev\nENV VERSION=$VERSION\nRUN apt-get update && apt-get install -y jq\nCMD ["app"]\n'
  const workflow = (line: string) =>
    `jobs:\n  image:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          build-args: |\n            ${line}\n`
  const told = (line: string, dockerfile = text) =>
    findings(dockerfile, { '.github/workflows/ci.yml': workflow(line) }).map(({ message }) => message)

  test.each([
    'VERSION=${{ github.sha }}',
    'VERSION=1.2.${{ github.run_number }}',
    'VERSION=${{ steps.vars.outputs.sha_short }}',
    "VERSION=${{ fromJSON(steps.meta.outputs.json).labels['org.opencontainers.image.created'] }}",
  ])('%s is another one for each run', line => {
    expect(told(line)).toEqual([expect.stringContaining('VERSION')])
  })

  test.each([
    'VERSION=1.2.3',
    'VERSION=${{ github.ref_name }}',
    'VERSION=${{ inputs.version }}',
    'OTHER=${{ github.sha }}',
  ])('%s is not', line => expect(told(line)).toEqual([]))

  test('commands count, too, and where no workflow says so, the name alone does', () => {
    const run =
      'jobs:\n  image:\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build --build-arg VERSION=$(git rev-parse --short HEAD) .\n'
    expect(findings(text, { '.github/workflows/ci.yml': run })).toHaveLength(1)
    expect(
      findings(text, { '.github/workflows/ci.yml': run.replace('$(git rev-parse --short HEAD)', '${{ github.sha }}') }),
    ).toHaveLength(1)
    expect(findings(text)).toEqual([])
  })

  test('what programs that install read by themselves stays where it is', () => {
    const tools = text.replaceAll('VERSION', 'SOURCE_DATE_EPOCH')
    expect(told('SOURCE_DATE_EPOCH=${{ github.run_id }}', tools)).toEqual([])
  })
})
