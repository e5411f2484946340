import * as v from 'valibot'
import { expandDefault, globalArguments } from '../build/global-arguments.js'
import { isPlatformArgument } from '../build/platform-arguments.js'
import { unsetUses } from '../build/variable-uses.js'
import { parseImageReference } from '../documents/dockerfile/image-reference.js'
import { defineRule } from './rule.js'

export const invalidImageDefault = defineRule({
  id: 'invalid-image-default',
  aliases: ['InvalidDefaultArgInFrom'],
  title: 'Give the ARGs of FROM defaults that name an image',
  category: 'correctness',
  severity: 'warning',
  why: `A plain \`docker build .\` ends with "invalid reference format" at once, although the file gives a default. With one that names
an image everybody can build the file, and \`--build-arg\` still changes it.

An ARG without a default mostly means that each build has to set it; BuildKit warns of those, too.`,
  fixable: 'never',
  options: v.strictObject({
    'without-default': v.pipe(
      v.optional(v.boolean(), false),
      v.description('Whether an ARG that has no default counts, too.'),
    ),
  }),
  examples: [
    {
      before: 'ARG TAG\nFROM node:$TAG\n',
      after: 'ARG TAG\nFROM node:$TAG\n',
      options: { 'without-default': true },
    },
    { before: 'ARG BASE=Node\nFROM $BASE:22\n', after: 'ARG BASE=Node\nFROM $BASE:22\n' },
  ],
  silent: [
    { why: 'the defaults name an image', text: 'ARG TAG=22\nFROM node:$TAG\n' },
    { why: 'FROM has a default of its own', text: 'ARG TAG\nFROM node:${TAG:-22}\n' },
    { why: 'the build has to set it', text: 'ARG BASE\nARG TAG=\nFROM $BASE\nFROM node:$TAG\n' },
    { why: 'FROM says that it must be set', text: 'ARG TAG\nFROM node:${TAG:?missing}\n' },
    { why: 'the name is a stage', text: 'ARG KIND=a\nFROM node:22 AS from-a\nFROM from-$KIND\n' },
    { why: 'what no ARG declares is another rule’s', text: 'FROM node:$TAG\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/'],
  *check({ dockerfile, stages }, options) {
    const { escape, text } = dockerfile
    const declared = globalArguments(dockerfile)
    const isSet = (name: string) => declared.has(name) || isPlatformArgument(name)
    for (const { stage } of stages) {
      const { image, from } = stage
      if (!image.text.includes('$') || unsetUses(from, escape, text, isSet).length > 0) continue
      const used = [...image.text.matchAll(/\$\{?(\w+)/g)].map(match => match[1] ?? '')
      if (!options['without-default'] && used.some(name => declared.has(name) && !declared.get(name))) continue
      const reference = expandDefault(declared, image.text, escape)
      if (reference === undefined || parseImageReference(reference)) continue
      yield {
        range: image.range,
        message: `Without \`--build-arg\` this is ${reference === '' ? 'empty' : `\`${reference}\`, which names no image`}.`,
      }
    }
  },
})
