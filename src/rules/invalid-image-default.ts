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
  severity: 'info',
  why: `A plain \`docker build .\` ends with "invalid reference format" at once. With a default everybody can build the file, and
\`--build-arg\` still changes it.`,
  fixable: 'never',
  examples: [
    { before: 'ARG TAG\nFROM node:$TAG\n', after: 'ARG TAG\nFROM node:$TAG\n' },
    { before: 'ARG BASE=Node\nFROM $BASE:22\n', after: 'ARG BASE=Node\nFROM $BASE:22\n' },
  ],
  silent: [
    { why: 'the defaults name an image', text: 'ARG TAG=22\nFROM node:$TAG\n' },
    { why: 'FROM has a default of its own', text: 'ARG TAG\nFROM node:${TAG:-22}\n' },
    { why: 'the whole image is for the build to say', text: 'ARG BASE\nFROM $BASE\n' },
    { why: 'FROM says that it must be set', text: 'ARG TAG\nFROM node:${TAG:?set TAG}\n' },
    { why: 'the name is a stage', text: 'ARG KIND=a\nFROM node:22 AS from-a\nFROM from-$KIND\n' },
    { why: 'what no ARG declares is another rule’s', text: 'FROM node:$TAG\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/'],
  *check({ dockerfile, stages }) {
    const { escape, text } = dockerfile
    const declared = globalArguments(dockerfile)
    const isSet = (name: string) => declared.has(name) || isPlatformArgument(name)
    for (const { stage } of stages) {
      const { image, from } = stage
      if (!image.text.includes('$') || unsetUses(from, escape, text, isSet).length > 0) continue
      const whole = /^\$\{?(\w+)\}?$/.exec(image.text)?.[1]
      if (whole !== undefined && declared.get(whole) === undefined) continue
      const reference = expandDefault(declared, image.text, escape)
      if (reference === undefined || parseImageReference(reference)) continue
      yield { range: image.range, message: `Without \`--build-arg\` this is \`${reference}\`, which names no image.` }
    }
  },
})
