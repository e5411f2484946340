import type { Build } from '../build/build.js'
import type { StageBuild } from '../build/state.js'
import { imageParts } from '../documents/dockerfile/from-parts.js'
import { familiarName, type ImageReference, parseImageReference } from '../documents/dockerfile/image-reference.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const pinnedBaseImage = defineRule({
  id: 'pinned-base-image',
  aliases: ['DL3006', 'DL3007', 'DS-0001', 'DS001', 'CKV_DOCKER_7'],
  title: 'Name the version of the base image',
  category: 'correctness',
  severity: 'warning',
  why: `Without a tag, or with \`latest\`, the next build may start from another version: what worked yesterday fails today,
and nobody changed anything.

13 % of 4,794 Dockerfiles on GitHub leave the version open (Binnacle).`,
  fixable: 'sometimes',
  fixSafety:
    'The fix takes the tag that another stage of the file uses for the same image. No other version is suggested.',
  examples: [
    { before: 'FROM node\nCMD ["node"]\n', after: 'FROM node\nCMD ["node"]\n' },
    { before: 'FROM python:latest\n', after: 'FROM python:latest\n' },
    {
      before: 'FROM node:22-slim AS build\nFROM node:latest\nCOPY --from=build /app /app\n',
      after: 'FROM node:22-slim AS build\nFROM node:22-slim\nCOPY --from=build /app /app\n',
    },
  ],
  silent: [
    { why: 'it has a tag', text: 'FROM node:22\n' },
    { why: 'it has a digest', text: `FROM node@sha256:${'0'.repeat(64)}\n` },
    { why: 'it is a stage', text: 'FROM node:22 AS Build\nFROM build\n' },
    { why: 'scratch has no versions', text: 'FROM scratch\nCOPY a /a\n' },
    { why: 'a build argument decides', text: 'ARG BASE=node\nFROM $BASE\n' },
    { why: 'distroless images have one current version', text: 'FROM gcr.io/distroless/static-debian12\n' },
    { why: 'public Chainguard images have only latest', text: 'FROM cgr.dev/chainguard/node:latest\n' },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  *check(build) {
    for (const stage of build.stages) {
      const { image } = stage.stage
      const reference = imageOf(stage)
      if (reference === undefined || image.text.includes('$')) continue
      if (reference.digest !== undefined || (reference.tag ?? 'latest') !== 'latest') continue
      if (HAVE_ONE_VERSION.test(familiarName(reference))) continue
      const tag = reference.tag === undefined ? 'No tag means `latest`' : '`latest` is another image every so often'
      yield {
        range: image.range,
        message: `${tag}: the next build may start from another version.`,
        fix: fix(build, stage, reference),
      }
    }
  },
})

const HAVE_ONE_VERSION = /^(?:gcr\.io\/distroless\/|cgr\.dev\/|chainguard\/|docker\/dockerfile)/

/** The image that a stage pulls, undefined for another stage, scratch and what no reference is. */
function imageOf({ parent, reference }: StageBuild): ImageReference | undefined {
  return parent || reference === undefined || reference === 'scratch' ? undefined : parseImageReference(reference)
}

/** The version that the file uses elsewhere, if it is one. */
function fix({ dockerfile, stages }: Build, { stage }: StageBuild, open: ImageReference): Fix | undefined {
  const tags = stages.flatMap(other => {
    const reference = imageOf(other)
    if (reference?.tag === undefined || reference.digest !== undefined || reference.tag === 'latest') return []
    return familiarName(reference) === familiarName(open) ? [reference.tag] : []
  })
  const [tag, ...others] = new Set(tags)
  const parts = imageParts(dockerfile, stage)
  if (tag === undefined || others.length > 0 || parts === undefined) return undefined
  const edit = parts.tag ? { ...parts.tag, text: tag } : { start: parts.name.end, end: parts.name.end, text: `:${tag}` }
  const title = `Use ${tag}, as the other stage does; the image may change to that version`
  return { title, safe: false, edits: [edit] }
}
