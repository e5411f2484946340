import type { Instruction } from './instruction.js'

/** True for what says which program an image starts with. */
export function isCommand({ keyword }: Pick<Instruction, 'keyword'>): boolean {
  return keyword === 'CMD' || keyword === 'ENTRYPOINT'
}
