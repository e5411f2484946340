import {
  badGateway,
  cutOff,
  type Fault,
  type How,
  inject,
  interrupt,
  primaryLimit,
  secondaryLimit,
  timeout,
  tooMany,
} from '../github/faults.js'
import type { World } from './world.js'

/** A fault that waits for a run, and what it may cost that run. */
export interface Planned {
  readonly name: string
  /** The run has a way around it and is to show all. */
  readonly isHarmless: boolean
  /** Whether a request met it. */
  isMet(): boolean
  /** Nothing of it is left for later runs. */
  end(): void
}

interface Kind {
  readonly name: string
  readonly how: () => How
  readonly when?: 'before' | 'after'
  /** So often in a row it can be borne. */
  readonly bearable: number
}

const KINDS: readonly Kind[] = [
  { name: '502', how: badGateway, bearable: 1 },
  { name: '502 after the work', how: badGateway, when: 'after', bearable: 1 },
  { name: 'reset', how: () => 'reset', bearable: 1 },
  { name: 'reset after the work', how: () => 'reset', when: 'after', bearable: 1 },
  { name: 'half an answer', how: cutOff, bearable: 1 },
  { name: 'half an answer after the work', how: cutOff, when: 'after', bearable: 1 },
  { name: '504', how: timeout, bearable: 1 },
  { name: '504 after the work', how: timeout, when: 'after', bearable: 1 },
  { name: '429', how: () => tooMany(1), bearable: 3 },
  { name: 'secondary limit', how: () => secondaryLimit(0), bearable: 3 },
  { name: 'secondary limit for a second', how: () => secondaryLimit(1), bearable: 3 },
  { name: 'secondary limit of no length', how: () => secondaryLimit(), bearable: 2 },
  { name: 'primary limit for five seconds', how: () => primaryLimit(soon(5)), bearable: 3 },
  { name: 'primary limit for an hour', how: () => primaryLimit(soon(3600)), bearable: 0 },
]

/** Any request of the next run, and perhaps some after it, will go wrong. */
export function planFault({ github: { state }, random }: World): Planned {
  const { name, how, when, bearable } = random.pick(KINDS)
  const skipped = random.integer(10)
  const times = 1 + random.integer(random.chance(0.3) ? 4 : 1)
  let seen = 0
  const fault = inject(state, () => seen++ >= skipped, how(), { times, ...(when && { when }) })
  return {
    name: `${name} ×${times} at request ${skipped + 1}`,
    isHarmless: times <= bearable,
    isMet: () => fault.times < times,
    end: () => endFault(fault),
  }
}

/** Something happens in the middle of the next run. */
export function planInterrupt({ github: { state }, random }: World, happen: () => void): Planned {
  const skipped = random.integer(8)
  let seen = 0
  let isMet = false
  const before = () => {
    isMet = true
    happen()
  }
  const fault = interrupt(state, () => seen++ >= skipped, before)
  return { name: `at request ${skipped + 1}`, isHarmless: false, isMet: () => isMet, end: () => endFault(fault) }
}

function endFault(fault: Fault): void {
  fault.times = 0
}

function soon(seconds: number): number {
  return Math.ceil(Date.now() / 1000) + seconds
}
