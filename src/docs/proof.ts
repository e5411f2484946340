import type { Rule } from '../rules/rule.js'

/** A Dockerfile that is built before and after the fixes of some rules. */
export interface BuiltProject {
  readonly name: string
  readonly rules: readonly string[]
  /** Set where only the fixed Dockerfile builds, or only its image starts. */
  readonly failsBefore?: unknown
}

/** Which fixes a Docker Engine has built. */
export interface Proof {
  readonly projects: readonly BuiltProject[]
  /** Why no project builds the fix of a rule. */
  readonly notBuilt: Readonly<Record<string, string>>
}

/** What a rule's page says about its fix, behind whether there is one; empty for a rule without fixes. */
export function proofOf({ id, fixable }: Rule, { projects, notBuilt }: Proof): string {
  if (fixable === 'never') return ''
  const count = projects.filter(({ rules }) => rules.includes(id)).length
  if (count === 0) return `; **not proved by a build**: ${notBuilt[id] ?? 'nobody has built it yet'}`
  return `; [proved by ${count === 1 ? 'a build' : `${count} builds`}](../builds.md)`
}

/** The page that lists which fixes were built and which were not. */
export function buildsPage(rules: readonly Rule[], proof: Proof): string {
  const fixing = rules.filter(({ fixable }) => fixable !== 'never')
  const names = new Set(proof.projects.flatMap(project => project.rules))
  const built = fixing.filter(({ id }) => names.has(id))
  const without = fixing.filter(({ id }) => !names.has(id))
  const intro = `\`npm run test:builds\` builds each of these projects with a Docker Engine, without and with the fix, and compares the
two images: their files, their configuration, and what the program prints. Both must be the same but for what the fix says that it changes. What works only with the fix must fail without it and do with it what it should.`
  return `${[
    '# Fixes that were built',
    intro,
    `## Proved: ${built.length} rules`,
    table('Projects', built, ({ id }) => proof.projects.flatMap(project => named(project, id)).join('; ')),
    `## Not proved by a build: ${without.length} rules`,
    table('Why', without, ({ id }) => proof.notBuilt[id] ?? 'nobody has built it yet'),
  ].join('\n\n')}\n`
}

function named({ name, rules, failsBefore }: BuiltProject, id: string): readonly string[] {
  return rules.includes(id) ? [failsBefore ? `${name} (works only with the fix)` : name] : []
}

function table(heading: string, rules: readonly Rule[], cell: (rule: Rule) => string): string {
  if (rules.length === 0) return 'None.'
  return [`| Rule | ${heading} |`, '| :-- | :-- |', ...rules.map(rule => row(rule, cell(rule)))].join('\n')
}

function row({ id }: Rule, cell: string): string {
  return `| [\`${id}\`](rules/${id}.md) | ${cell.replaceAll('|', '\\|')} |`
}
