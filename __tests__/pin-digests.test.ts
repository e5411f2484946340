import { expect, test } from '@jest/globals'
import { UNKNOWN_REPOSITORY } from '../src/build/repository.js'
import { checkChange } from '../src/drydock.js'
import { applyEdits, sortEdits } from '../src/fixes/edits.js'
import type { Change } from '../src/inputs/change.js'
import { wholeFile } from '../src/inputs/hunks.js'
import { type AskRegistries, pinDigests } from '../src/pin-digests.js'
import { parseConfig } from '../src/settings/config.js'
import { settingsFrom } from '../src/settings/resolve.js'

const DIGEST = `sha256:${'a'.repeat(64)}`
const ON = settingsFrom(parseConfig('.drydock.yaml', 'rules: { pinned-base-image: { options: { digests: true } } }'))

function changeOf(texts: Readonly<Record<string, string>>): Change {
  const files = Object.entries(texts).map(([path, text]) => ({ path, text, ...wholeFile(text) }))
  return { files, unread: [], repository: { ...UNKNOWN_REPOSITORY, texts: new Map(Object.entries(texts)) } }
}

/** Answers what it is asked with the one digest, but for `unknown`. */
function answering(asked: string[], unknown: readonly string[] = []): AskRegistries {
  return async references => {
    asked.push(...references)
    const known = references.filter(name => !unknown.includes(name))
    return { digests: new Map(known.map(name => [name, DIGEST])), silent: new Map(), leftOut: 0 }
  }
}

async function pinned(text: string, ask: AskRegistries, more: Readonly<Record<string, string>> = {}) {
  const change = await pinDigests(changeOf({ Dockerfile: text, ...more }), ON, ask)
  const findings = checkChange(change, ON)
    .filter(({ file }) => file.path === 'Dockerfile')
    .flatMap(({ checked }) => checked.findings)
    .filter(({ rule }) => rule.id === 'pinned-base-image')
  const edits = sortEdits(findings.flatMap(({ fix }) => fix?.edits ?? []))
  return { findings, text: applyEdits(text, edits) }
}

test('nobody is asked when it is not wanted', async () => {
  const change = changeOf({ Dockerfile: 'FROM node:22\n' })
  expect(await pinDigests(change, settingsFrom({}), () => Promise.reject(new Error('asked')))).toBe(change)
  const off = settingsFrom(parseConfig('c', 'rules: { pinned-base-image: { options: { digests: false } } }'))
  expect(await pinDigests(change, off, () => Promise.reject(new Error('asked')))).toBe(change)
})

test('each image is asked for once; what has a digest, a variable or no registry is not', async () => {
  const asked: string[] = []
  const a = 'FROM node:22 AS a\nFROM a\nFROM scratch\nFROM $BASE\nFROM ghcr.io/a/b:1\n'
  const b = `FROM docker.io/library/node:22\nFROM node@${DIGEST}\nFROM localhost:5000/x\n`
  await pinDigests(changeOf({ 'a/Dockerfile': a, 'b/Dockerfile': b }), ON, answering(asked))
  expect(asked).toEqual(['docker.io/library/node:22', 'ghcr.io/a/b:1', 'localhost:5000/x:latest'])
})

test('the digest goes behind the tag, in a fix that is looked at and holds', async () => {
  const { findings, text } = await pinned('FROM --platform=$A node:22-slim AS b\nCMD ["node"]\n', answering([]))
  expect(text).toBe(`FROM --platform=$A node:22-slim@${DIGEST} AS b\nCMD ["node"]\n`)
  const [finding] = findings
  expect([finding?.severity, finding?.fix?.safe, finding?.withheld]).toEqual(['info', false, undefined])
  expect(finding?.message).toBe('`22-slim` is a name that leads to another image whenever a new one is pushed.')
  expect(finding?.fix?.title).toBe('Add the digest that docker.io has for 22-slim now; bring it up to date with a bot')
})

test('an open version: the candidate and its digest, else latest and its digest', async () => {
  const asked: string[] = []
  const files = { 'Dockerfile.test': 'FROM node:22-alpine\n' }
  const known = await pinned('FROM node\n', answering(asked), files)
  expect(known.text).toBe(`FROM node:22@${DIGEST}\n`)
  expect(asked).toEqual(['docker.io/library/node:22', 'docker.io/library/node:22-alpine'])
  expect((await pinned('FROM node\n', answering([], ['docker.io/library/node:22']), files)).text).toBe('FROM node:22\n')
  const latest = await pinned('FROM node\nFROM cgr.dev/chainguard/node:latest\n', answering([]))
  expect(latest.text).toBe(`FROM node:latest@${DIGEST}\nFROM cgr.dev/chainguard/node:latest@${DIGEST}\n`)
  expect(latest.findings.map(({ severity }) => severity)).toEqual(['warning', 'info'])
})

test('without an answer there is no finding; silence is told of in one line', async () => {
  const ask: AskRegistries = async () => ({
    ...{ digests: new Map(), leftOut: 2 },
    silent: new Map([
      ['docker.io', 'it answered 429'],
      ['example.com', 'ECONNREFUSED'],
    ]),
  })
  expect((await pinned('FROM node:22\n', ask)).findings).toEqual([])
  expect((await pinDigests(changeOf({ Dockerfile: 'FROM node:22\n' }), ON, ask)).notices).toEqual([
    'Digests of images were not looked up at docker.io (it answered 429) and example.com (ECONNREFUSED).',
    'There are more images than are looked up in one run: 2 got no digest.',
  ])
})
