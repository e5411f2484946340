import { type Build, type Step, stepsOfStage } from '../build/build.js'
import { deleteInstruction } from '../fixes/instruction-edits.js'
import { defineRule } from './rule.js'

export const repeatedCommand = defineRule({
  id: 'repeated-command',
  aliases: [
    ...['DL4003', 'DL4004', 'DL3012', 'MultipleInstructionsDisallowed'],
    ...['DS-0007', 'DS007', 'DS-0016', 'DS016', 'DS-0023', 'DS023'],
  ],
  title: 'Give a stage one CMD, ENTRYPOINT and HEALTHCHECK',
  category: 'correctness',
  severity: 'warning',
  why: `Of several CMDs, ENTRYPOINTs or HEALTHCHECKs in a stage the last one counts, and BuildKit drops the others. Who reads the first
one believes that it runs.`,
  fixable: 'always',
  fixSafety: 'The fix deletes the instruction that has no effect; the image keeps the one that has.',
  examples: [
    {
      before: 'FROM node:22\nCMD ["node", "a.js"]\nEXPOSE 80\nCMD ["node", "b.js"]\n',
      after: 'FROM node:22\nEXPOSE 80\nCMD ["node", "b.js"]\n',
    },
    {
      before: 'FROM nginx:1.29\nHEALTHCHECK CMD curl -f http://localhost/\nHEALTHCHECK NONE\n',
      after: 'FROM nginx:1.29\nHEALTHCHECK NONE\n',
    },
    {
      before: 'FROM a:1\nentrypoint ["a"]\nENTRYPOINT ["b", \\\n  "c"]\nENTRYPOINT ["d"]',
      after: 'FROM a:1\nENTRYPOINT ["d"]',
    },
  ],
  silent: [
    { why: 'each stage has its own', text: 'FROM a:1 AS b\nCMD ["a"]\nFROM b\nCMD ["b"]\n' },
    { why: 'an ENTRYPOINT takes the CMD for arguments', text: 'FROM a:1\nENTRYPOINT ["a"]\nCMD ["b"]\n' },
    { why: 'ONBUILD is for another image', text: 'FROM a:1\nONBUILD CMD ["a"]\nCMD ["b"]\n' },
    { why: 'the other one is a comment', text: 'FROM a:1\n# CMD ["a"]\nCMD ["b"]\n' },
    { why: 'the command of a health check is none of the image', text: 'FROM a:1\nHEALTHCHECK CMD a\nCMD ["b"]\n' },
  ],
  references: ['https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/'],
  *check(build) {
    for (const step of overridden(build)) {
      const { keyword, keywordRange } = step.instruction
      const written = step.stage.stage.instructions[step.index] ?? step.instruction
      yield {
        range: keywordRange,
        message: `This has no effect: the last ${keyword} of the stage counts.`,
        fix: {
          title: `Delete this ${keyword}`,
          safe: true,
          edits: [deleteInstruction(build.dockerfile, written)],
        },
      }
    }
  },
})

/** Those that one of the same kind follows; what ONBUILD keeps counts for itself. */
function overridden({ stages }: Build): readonly Step[] {
  return stages.flatMap(stage => {
    const later = new Set<string>()
    return stepsOfStage(stage)
      .toReversed()
      .filter(({ instruction: { keyword }, isTrigger }) => {
        if (!/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword)) return false
        const key = `${isTrigger}${keyword}`
        const isLater = later.has(key)
        later.add(key)
        return isLater
      })
      .toReversed()
  })
}
