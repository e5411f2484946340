import * as v from 'valibot'
import { stagesNamed } from '../build/build.js'
import { expandDefault, globalArguments } from '../build/global-arguments.js'
import { isPlatformArgument } from '../build/platform-arguments.js'
import { unsetUses } from '../build/variable-uses.js'
import { parseImageReference } from '../documents/dockerfile/image-reference.js'
import { defineRule } from './rule.js'

export const invalidImageDefault = defineRule({
  id: 'invalid-image-default',
  aliases: ['InvalidDefaultArgInFrom'],
  title: 'Let FROM name an image by default',
  category: 'correctness',
  severity: 'warning',
  why: `A plain \`docker build .\` ends with "invalid reference format" at once, although the file gives a default. With one that names
an image everybody can build the file, and \`--build-arg\` still changes it.

An ARG without a default mostly means that each build has to set it; BuildKit warns of those, too. Of names without a variable only
those of a stage count: BuildKit knows \`AS Build\` as \`build\`, and \`FROM Build\` ends the build.`,
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
    {
      before: 'FROM node:22 AS Build\nFROM Build\nCMD ["node", "a.js"]\n',
      after: 'FROM node:22 AS Build\nFROM Build\nCMD ["node", "a.js"]\n',
    },
  ],
  silent: [
    { why: 'the defaults name an image', text: 'ARG TAG=22\nFROM node:$TAG\n' },
    { why: 'FROM has a default of its own', text: 'ARG TAG\nFROM node:${TAG:-22}\n' },
    { why: 'the build has to set it', text: 'ARG BASE\nARG TAG=\nFROM $BASE\nFROM node:$TAG\n' },
    { why: 'FROM says that it must be set', text: 'ARG TAG\nFROM node:${TAG:?missing}\n' },
    { why: 'the name is a stage', text: 'ARG KIND=a\nFROM node:22 AS from-a\nFROM from-$KIND\n' },
    { why: 'a stage is found in lower case', text: 'FROM node:22 AS Build\nFROM build\n' },
    { why: 'capitals in a tag are no stage', text: 'FROM node:22 AS Build\nFROM build:V1\n' },
    { why: 'the name waits for its value', text: 'FROM REPLACE-ME\n' },
    { why: 'what no ARG declares is another rule’s', text: 'FROM node:$TAG\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/'],
  *check(build, options) {
    const { dockerfile, stages } = build
    const { escape, text } = dockerfile
    const declared = globalArguments(dockerfile)
    const isSet = (name: string) => declared.has(name) || isPlatformArgument(name)
    for (const { stage } of stages) {
      const { image, from } = stage
      const meant = stagesNamed(build, image.text.toLowerCase()).find(one => one.stage.index < stage.index)
      if (meant && image.text !== meant.stage.name)
        yield {
          range: image.range,
          message: `BuildKit knows the stage as \`${meant.stage.name}\`; \`${image.text}\` names neither that nor an image.`,
        }
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
