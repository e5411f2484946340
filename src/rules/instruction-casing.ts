import { isLowerCased, writtenKeyword } from '../documents/dockerfile/keyword-case.js'
import { defineRule } from './rule.js'

export const instructionCasing = defineRule({
  id: 'instruction-casing',
  aliases: ['ConsistentInstructionCasing'],
  title: 'Write all keywords in the same case',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: 'Keywords work in any case. One case throughout is easier to read and to search for, and `docker build` warns of a mixture.',
  fixable: 'sometimes',
  fixSafety:
    'BuildKit does not mind the case of keywords. They become what most of the file’s are, in doubt upper case.',
  examples: [
    { before: 'FROM node:22\nrun make\nCMD ["a"]\n', after: 'FROM node:22\nRUN make\nCMD ["a"]\n' },
    { before: 'from node:22\nrun make\nCmd ["a"]\n', after: 'from node:22\nrun make\ncmd ["a"]\n' },
  ],
  silent: [
    { why: 'all are in lower case', text: 'from node:22\nrun make\ncmd ["a"]\n' },
    { why: 'all are in upper case', text: 'FROM node:22\nRUN make\nCMD ["a"]\n' },
    { why: 'the trigger of ONBUILD is not looked at', text: 'FROM node:22\nONBUILD run make\n' },
    { why: 'an ARG above FROM is not looked at', text: 'arg A=1\nFROM node:22\nRUN make\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/consistent-instruction-casing/'],
  *check({ dockerfile }) {
    const instructions = dockerfile.instructions.slice(dockerfile.globals.length)
    const isLower = isLowerCased(dockerfile)
    for (const instruction of instructions) {
      const { keyword, keywordRange } = instruction
      const wanted = isLower ? keyword.toLowerCase() : keyword
      if (writtenKeyword(dockerfile, instruction) === wanted) continue
      const isContiguous = keywordRange.end - keywordRange.start === keyword.length
      yield {
        range: keywordRange,
        message: `Most keywords of this file are in ${isLower ? 'lower' : 'upper'} case.`,
        fix: isContiguous
          ? { title: `Write ${wanted}`, safe: true, edits: [{ ...keywordRange, text: wanted }] }
          : undefined,
      }
    }
  },
})
