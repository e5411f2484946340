import { expect, test } from '@jest/globals'
import { RULES } from '../../src/rules/index.js'
import { review } from './reviewing.js'

test('a file with hundreds of findings takes seconds and loses none of them', () => {
  const lines = Array.from({ length: 400 }, (_, i) => `RUN apt-get update && apt-get install -y jq${i} curl`)
  const start = performance.now()
  const { findings, threads } = review(`FROM debian:12\n${lines.join('\n')}\nCMD ["a"]\n`, RULES)
  expect(performance.now() - start).toBeLessThan(30_000)
  expect(findings.length).toBeGreaterThan(800)
  const commented = findings.filter(({ placement }) => placement === 'comment')
  expect(threads.flatMap(thread => thread.findings)).toHaveLength(commented.length)
  expect(findings.some(({ withheld }) => withheld?.includes('too many findings'))).toBe(true)
})
