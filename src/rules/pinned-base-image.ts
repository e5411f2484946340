import * as v from 'valibot'
import type { Build } from '../build/build.js'
import { imageKey } from '../build/image-digests.js'
import { hasOfficialName } from '../build/official-images.js'
import { type OpenImage, openImages } from '../build/open-images.js'
import { isBuiltHere } from '../build/own-bases.js'
import type { TagCandidate } from '../build/tag-candidates.js'
import { imageParts } from '../documents/dockerfile/from-parts.js'
import { familiarName, type ImageReference } from '../documents/dockerfile/image-reference.js'
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
  fixSafety: `The fix takes the version that the repository itself names: the tag of the same image in another stage or in the
nearest other Dockerfiles, or what \`.nvmrc\`, \`package.json\`, \`.python-version\`, \`pyproject.toml\`, \`go.mod\`,
\`.ruby-version\`, \`Gemfile\`, \`rust-toolchain\` or \`.tool-versions\` ask for. Where these disagree or leave it open,
nothing is suggested. A digest, for who wants them, is that of the same tag, so that the image is the one of today.`,
  options: v.strictObject({
    digests: v.pipe(
      v.optional(v.boolean(), false),
      v.description(
        'Ask the registries, without an account, for the digests of tags, and suggest to add them. Twelve images in one run.',
      ),
    ),
  }),
  examples: [
    { before: 'FROM node\nCMD ["node"]\n', after: 'FROM node\nCMD ["node"]\n' },
    {
      before: 'FROM node:22-slim AS build\nFROM node:latest\nCOPY --from=build /app /app\n',
      after: 'FROM node:22-slim AS build\nFROM node:22-slim\nCOPY --from=build /app /app\n',
    },
    {
      before: 'FROM golang\nCOPY . .\nRUN go build -o /app .\n',
      after: 'FROM golang:1.25\nCOPY . .\nRUN go build -o /app .\n',
      files: { 'go.mod': 'module example.com/app\n\ngo 1.25.1\n' },
    },
    {
      before: 'FROM postgres:latest\nCOPY init.sql /docker-entrypoint-initdb.d/\n',
      after: 'FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n',
      files: { 'init.sql': '', 'test.Dockerfile': 'FROM postgres:17-alpine\n' },
    },
  ],
  silent: [
    { why: 'it has a tag', text: 'FROM node:22\n' },
    { why: 'it has a digest', text: `FROM node@sha256:${'0'.repeat(64)}\n` },
    { why: 'it is a stage', text: 'FROM node:22 AS Build\nFROM build\n' },
    { why: 'scratch has no versions', text: 'FROM scratch\nCOPY a /a\n' },
    { why: 'a build argument decides', text: 'ARG BASE=node\nFROM $BASE\n' },
    {
      why: 'the repository builds it',
      text: 'FROM ghcr.io/acme/acme-core\nRUN a\n',
      files: { 'Dockerfile.core': 'FROM ubuntu:24.04\nRUN b\n' },
    },
    { why: 'no registry has it: it was built before, on the same machine', text: 'FROM acme-base\nRUN a\n' },
    { why: 'distroless images have one current version', text: 'FROM gcr.io/distroless/static-debian12\n' },
    { why: 'public Chainguard images have only latest', text: 'FROM cgr.dev/chainguard/node:latest\n' },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  *check(build, { digests }) {
    const known = digests ? (build.repository.digests ?? new Map<string, string>()) : new Map<string, string>()
    for (const open of openImages(build)) {
      const { stage, reference, isLatest, candidate } = open
      const { range } = stage.stage.image
      const tag = candidate?.tag ?? reference.tag ?? 'latest'
      const digest = known.get(imageKey({ ...reference, tag }))
      const name = familiarName(reference)
      if (isLatest && (isBuiltHere(build, stage) || (!name.includes('/') && !hasOfficialName(name)))) continue
      if (isLatest && !HAVE_ONE_VERSION.test(name)) {
        const written =
          reference.tag === undefined ? 'No tag means `latest`' : '`latest` is another image every so often'
        const message = `${written}: the next build may start from another version.`
        yield { range, message, fix: fix(build, open, tag, digest) }
      } else if (digest !== undefined) {
        const message = `\`${tag}\` is a name that leads to another image whenever a new one is pushed.`
        yield { range, message, fix: fix(build, open, tag, digest), severity: 'info' }
      }
    }
  },
})

const HAVE_ONE_VERSION = /^(?:gcr\.io\/distroless\/|cgr\.dev\/|chainguard\/|docker\/dockerfile)/

/** Writes what is known of the tag and of its digest behind the image's name. */
function fix(
  { dockerfile }: Build,
  { stage: { stage }, reference, candidate }: OpenImage,
  tag: string,
  digest: string | undefined,
): Fix | undefined {
  const parts = imageParts(dockerfile, stage)
  if (parts === undefined || (candidate === undefined && digest === undefined)) return undefined
  const { start, end } = parts.tag ?? { start: parts.name.end, end: parts.name.end }
  const pinned = digest === undefined ? tag : `${tag}@${digest}`
  const edit = { start, end, text: parts.tag ? pinned : `:${pinned}` }
  return { title: titleFor(reference, tag, candidate, digest), safe: false, edits: [edit] }
}

function titleFor(
  { domain }: ImageReference,
  tag: string,
  candidate: TagCandidate | undefined,
  digest: string | undefined,
): string {
  const where = candidate?.file === undefined ? 'the other stage' : `\`${candidate.file}\``
  const version = candidate && `Use ${tag}, as ${where} does`
  if (digest === undefined) return `${version}; the image may change to that version`
  if (version === undefined) return `Add the digest that ${domain} has for ${tag} now; bring it up to date with a bot`
  return `${version}, with the digest that ${domain} has for it now; the image may change to that version`
}
