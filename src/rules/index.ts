import { maintainerDeprecated } from './maintainer-deprecated.js'
import type { Rule } from './rule.js'
import { sourceBeforeDependencies } from './source-before-dependencies.js'

/** Every rule, by id. A new rule is a file and a line here. */
export const RULES: readonly Rule[] = [maintainerDeprecated, sourceBeforeDependencies]
