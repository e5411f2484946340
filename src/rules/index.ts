import * as rules from './list.js'
import type { Rule } from './rule.js'

/** Every rule, by id. */
export const RULES: readonly Rule[] = Object.values(rules).sort((a, b) => (a.id < b.id ? -1 : 1))
