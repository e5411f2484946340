import { writeFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { GOLDEN, QUESTIONS, UNASKED } from '../rules/engine-verdicts.js'
import { askEngine } from './asking-engine.js'

const asksAnew = process.env.ASK_ENGINE !== undefined

test('the engine was asked about every example of the rules', async () => {
  if (!asksAnew) return expect(UNASKED.map(({ text }) => text)).toEqual([])
  const lines = (await askEngine(QUESTIONS)).map(verdict => JSON.stringify(verdict))
  expect(lines).toHaveLength(QUESTIONS.length)
  writeFileSync(GOLDEN, `[\n${lines.join(',\n')}\n]\n`)
})
