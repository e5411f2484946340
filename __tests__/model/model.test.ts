import * as childProcess from 'node:child_process'
import { afterAll, expect, jest, test } from '@jest/globals'
import { addFigures, noFigures } from './figures.js'
import { startSmallProcess } from './small-process.js'

const small = startSmallProcess()
afterAll(() => small.close())
jest.unstable_mockModule('node:child_process', () => ({ ...childProcess, execFileSync: small.run }))
const { liveThrough } = await import('./sequence.js')

const { MODEL_SEED, MODEL_SEEDS = '20', MODEL_STEPS = '25' } = process.env
/** One alone to look into a failure, else as many as are asked for. */
const SEEDS =
  MODEL_SEED === undefined ? Array.from({ length: Number(MODEL_SEEDS) }, (_, i) => i + 1) : [Number(MODEL_SEED)]
const STEPS = Number(MODEL_STEPS)
/** Failures after which it is enough. */
const FAILURE_LIMIT = 5
/** Far more than a step takes, even on a machine that has much else to do (ms). */
const STEP_LIMIT = 20_000

test(
  `the life of ${SEEDS.length} pull requests`,
  async () => {
    const sum = noFigures()
    const failures: string[] = []
    for (const seed of SEEDS) {
      const { figures, failure } = await liveThrough(seed, STEPS)
      addFigures(sum, figures)
      if (failure !== undefined) failures.push(failure)
      if (failures.length >= FAILURE_LIMIT) break
    }
    if (process.env.MODEL_SEEDS)
      process.stdout.write(`${JSON.stringify({ sequences: SEEDS.length, ...sum }, undefined, 2)}\n`)
    expect(failures.join('\n\n')).toBe('')
  },
  STEP_LIMIT * STEPS * SEEDS.length,
)
