import type { Dockerfile } from '../documents/dockerfile/document.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
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
    const written = instructions.map(instruction => keywordOf(dockerfile, instruction))
    const lower = written.filter(word => word === word.toLowerCase()).length
    const upper = written.filter(word => word === word.toUpperCase()).length
    for (const [i, { keyword, keywordRange }] of instructions.entries()) {
      const wanted = lower > upper ? keyword.toLowerCase() : keyword
      const word = written[i] as string
      if (word === wanted) continue
      const isContiguous = keywordRange.end - keywordRange.start === keyword.length
      yield {
        range: keywordRange,
        message: `Most keywords of this file are in ${lower > upper ? 'lower' : 'upper'} case.`,
        fix: isContiguous
          ? { title: `Write ${wanted}`, safe: true, edits: [{ ...keywordRange, text: wanted }] }
          : undefined,
      }
    }
  },
})

function keywordOf({ text }: Dockerfile, { keyword, keywordRange }: Instruction): string {
  const written = text.slice(keywordRange.start, keywordRange.end)
  return written.length === keyword.length ? written : keyword
}
