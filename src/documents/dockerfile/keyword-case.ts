import { remembered } from '../../remembered.js'
import type { Dockerfile } from './document.js'
import type { Instruction } from './instruction.js'

/** A keyword as it is written, in upper case where a line end splits it. */
export function writtenKeyword({ text }: Dockerfile, { keyword, keywordRange }: Instruction): string {
  const written = text.slice(keywordRange.start, keywordRange.end)
  return written.length === keyword.length ? written : keyword
}

/** True when most keywords of the file are in lower case; BuildKit does not count what stands above the first FROM. */
export const isLowerCased = remembered((dockerfile: Dockerfile): boolean => {
  const instructions = dockerfile.instructions.slice(dockerfile.globals.length)
  const written = instructions.map(instruction => writtenKeyword(dockerfile, instruction))
  const lower = written.filter(word => word === word.toLowerCase()).length
  const upper = written.filter(word => word === word.toUpperCase()).length
  return lower > upper
})

/** `KEYWORD arguments` as the file writes its keywords. */
export function inFileCase(dockerfile: Dockerfile, instruction: string): string {
  return isLowerCased(dockerfile) ? instruction.replace(/^[A-Z]+/, keyword => keyword.toLowerCase()) : instruction
}
