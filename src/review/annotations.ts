import { printable } from '../formats/style.js'
import { SEVERITIES } from '../rules/rule.js'
import type { PlacedFinding, Review } from './review.js'

/** A note on a line that GitHub shows in the check and beside the file. */
export interface Annotation {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  readonly level: 'failure' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
}

const LEVELS = { error: 'failure', warning: 'warning', info: 'notice' } as const

/** What is no comment on the diff, the most severe first; nothing is said twice. */
export function annotationsOf({ findings }: Review): readonly Annotation[] {
  const rank = ({ severity }: PlacedFinding) => SEVERITIES.indexOf(severity)
  const outside = findings.filter(({ placement }) => placement === 'summary')
  return [...outside].sort((a, b) => rank(a) - rank(b)).map(annotationFrom)
}

function annotationFrom({ path, startLine, endLine, severity, rule, message, fix }: PlacedFinding): Annotation {
  const text = printable(fix ? `${message}\nFix: ${fix.title}.` : message)
  return { path, startLine, endLine, level: LEVELS[severity], title: `${rule.title} (${rule.id})`, message: text }
}
