/** What three builds of a Dockerfile downloaded and how long they took: cold, with another source, with one dependency more. */
export interface Figures {
  readonly name: string
  readonly rules: readonly string[]
  readonly isFixed: boolean
  readonly packages: readonly number[]
  readonly bytes: readonly number[]
  readonly seconds: readonly number[]
}

/** A table in Markdown, which can go into the documentation as it is. */
export function figuresTable(figures: readonly Figures[]): string {
  const heads = ['cold', 'source changed', 'one dependency more']
  const rows = figures.map(({ name, rules, isFixed, bytes, seconds }) => [
    name,
    rules.map(rule => `\`${rule}\``).join(', '),
    isFixed ? 'after' : 'before',
    ...bytes.map((count, i) => `${Math.round(count / 1000)} kB, ${(seconds[i] ?? 0).toFixed(1)} s`),
  ])
  return [['package manager', 'rule', 'fix', ...heads], ['---', '---', '---', ...heads.map(() => '---')], ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')
}
