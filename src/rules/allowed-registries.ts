import * as v from 'valibot'
import { referencesIn } from '../build/stage-references.js'
import { parseImageReference } from '../documents/dockerfile/image-reference.js'
import { defineRule } from './rule.js'

export const allowedRegistries = defineRule({
  id: 'allowed-registries',
  aliases: ['DL3026'],
  title: 'Take images only from registries that are allowed',
  category: 'security',
  severity: 'error',
  isOffByDefault: true,
  why: `Who may push to a registry decides what runs in an image that is built on it. With a list of registries this rule names every
FROM, \`COPY --from\` and \`RUN --mount=from\` that goes elsewhere; without one it says nothing.`,
  fixable: 'never',
  options: v.strictObject({
    registries: v.optional(
      v.pipe(
        v.array(v.string()),
        v.description(
          'Registries that images may come from, such as `docker.io` or `ghcr.io`; `*` at the beginning or end stands for anything.',
        ),
      ),
      [],
    ),
  }),
  examples: [
    {
      before: 'FROM quay.io/a/b:1 AS b\nFROM alpine:3.22\nCOPY --from=ghcr.io/c/d:2 /d /d\n',
      after: 'FROM quay.io/a/b:1 AS b\nFROM alpine:3.22\nCOPY --from=ghcr.io/c/d:2 /d /d\n',
      options: { registries: ['docker.io', '*.example.com'] },
    },
  ],
  silent: [
    { why: 'no list is given', text: 'FROM quay.io/a/b:1\n' },
    {
      why: 'the registries are on the list',
      text: 'FROM eu.example.com/a:1\nFROM node:22\nFROM index.docker.io/library/node:22\n',
      options: { registries: ['docker.io', '*.example.com'] },
    },
    {
      why: 'stages and the empty image come from nowhere',
      text: 'FROM ghcr.io/a/b:1 AS build\nFROM scratch\nCOPY --from=build /a /a\nCOPY --from=0 /b /b\nFROM build\n',
      options: { registries: ['ghcr.io'] },
    },
    {
      why: 'which one it is only the build knows',
      text: 'ARG REGISTRY\nFROM $REGISTRY/a:1\nFROM ${REGISTRY}a:1\n',
      options: { registries: ['ghcr.io'] },
    },
    {
      why: 'a variable in the tag changes nothing',
      text: 'ARG TAG\nFROM ghcr.io/a/b:$TAG\n',
      options: { registries: ['ghcr.io'] },
    },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],
  *check(build, { registries }) {
    if (registries.length === 0) return
    const names = new Set(build.stages.map(({ stage }) => stage.name))
    const isAllowed = (registry: string) => registries.some(pattern => fits(registryNamed(pattern), registry))
    for (const { from, name, range, isFrom } of referencesIn(build)) {
      if (isFrom ? from.parent : /^\d+$/.test(name) || names.has(name)) continue
      if (name.startsWith('$')) continue
      const image = isFrom ? (from.reference ?? name.replace(/[:@]\$\{?\w+\}?$/, '')) : name
      if (/^(?:scratch|context)?$/.test(image)) continue
      const domain = parseImageReference(image)?.domain
      if (domain === undefined || isAllowed(domain)) continue
      yield {
        range: range ?? from.stage.from.range,
        message: `\`${domain}\` is not among the registries that are allowed.`,
      }
    }
  },
})

/** Docker Hub by any of its names. */
function registryNamed(pattern: string): string {
  return /^(?:index\.docker\.io|hub\.docker\.com|registry-1\.docker\.io)$/.test(pattern) ? 'docker.io' : pattern
}

function fits(pattern: string, registry: string): boolean {
  if (pattern === '*') return true
  if (pattern.startsWith('*')) return registry.endsWith(pattern.slice(1))
  if (pattern.endsWith('*')) return registry.startsWith(pattern.slice(0, -1))
  return registry === pattern
}
