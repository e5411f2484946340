import type { Instruction } from '../documents/dockerfile/instruction.js'
import type { Context } from './context.js'
import { copiesOf } from './copies.js'

/** Names of what ADD would unpack, or may: it looks at the content. */
const MAY_BE_ARCHIVE =
  /\.(?:t?[bgx]z2?|tar|tb2|tlz|tzst|zst|zstd|lzma|z)$|\.tar\.|(?:root|base)-?fs|layer|archive|bundle$/i

const FLAGS_OF_COPY = new Set(['chmod', 'chown', 'exclude', 'link'])

/** True when ADD does what COPY would do: it unpacks archives and downloads URLs, too. */
export function addsOnlyFiles(instruction: Instruction, context: Context | undefined): boolean {
  if (instruction.flags.some(({ name }) => !FLAGS_OF_COPY.has(name))) return false
  return copiesOf(instruction).every(({ sources }) =>
    sources.every(({ text }) => {
      if (/[$\\"']|:\/\/|^git@|\.git(?:#|$)/.test(text)) return false
      if (context?.kindOf(text) === 'folder' || /^\.{0,2}\/?$/.test(text) || text.endsWith('/')) return true
      // A pattern is clear when its end says what it matches.
      if (/[*?[\]]/.test(text) && !/\.[a-z]\w*$/i.test(text)) return false
      return !MAY_BE_ARCHIVE.test(text)
    }),
  )
}
