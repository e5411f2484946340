/** `a, b and c`, each once; of more than four only three by name. */
export function listOf(names: readonly string[]): string {
  const all = [...new Set(names)]
  if (all.length > 4) return `${all.slice(0, 3).join(', ')} and ${all.length - 3} more`
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter(Boolean).join(' and ')
}
