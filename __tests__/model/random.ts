/** Numbers that look like chance and are the same for the same seed. */
export interface Random {
  /** At least 0 and less than `end`. */
  integer(end: number): number
  chance(probability: number): boolean
  /** One of them; there has to be one. */
  pick<T>(items: readonly T[]): T
}

/** mulberry32: 32 bits of state are enough for a few hundred numbers. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (end: number) => Math.floor(next() * end)
  return {
    integer,
    chance: probability => next() < probability,
    pick: items => items[integer(items.length)] as (typeof items)[number],
  }
}

/** One of `choices`, each as likely as its weight. */
export function weighted<T>(random: Random, choices: readonly (readonly [weight: number, value: T])[]): T {
  let left = random.integer(choices.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, value] of choices) {
    left -= weight
    if (left < 0) return value
  }
  throw new Error('there is nothing to choose from')
}
