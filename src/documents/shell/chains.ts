import { remembered } from '../../remembered.js'
import type { Chain } from './script.js'

/** True for a list with `||`: whether a member runs, and what its failure means, depends on others. */
export const hasAlternatives = remembered(({ items }: Chain): boolean =>
  items.some(({ operator }) => operator?.text === '||'),
)
