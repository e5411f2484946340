import { parse } from 'unbash'
import { rememberedByText } from '../../remembered.js'

/** A script as its parser sees it. Throws a RangeError for one that is nested deeper than the stack reaches. */
export const treeOf = rememberedByText(1_000_000, parse)
