import { readFileSync } from 'node:fs'
import { RULES } from '../../src/rules/index.js'
import type { Files } from './checking.js'

/** What `docker build --check` says of a Dockerfile. */
export interface Verdict {
  readonly text: string
  readonly ignore?: string
  /** Names of checks, each with the line that it names. */
  readonly checks: readonly string[]
  /** Why the engine gave up; what stands further below it has not checked. */
  readonly error?: string
}
export type Question = Pick<Verdict, 'text' | 'ignore'>

/** What Engine 28.5 says of the examples of the rules. `ASK_ENGINE=1 npm run test:builds -- engine` asks for all anew. */
export const GOLDEN = new URL('../golden/buildkit-checks.json', import.meta.url)

const EXAMPLES = RULES.filter(({ check }) => check).flatMap(({ id, examples, silent }) => [
  ...examples.flatMap(({ before, after, files }) => [before, after].map(text => ({ id, text, files }))),
  ...silent.map(({ text, files }) => ({ id, text, files })),
])

function questionOf({ text, files }: { readonly text: string; readonly files?: Files | undefined }): Question {
  const ignore = files?.['Dockerfile.dockerignore'] ?? files?.['.dockerignore']
  return ignore === undefined ? { text } : { text, ignore }
}

function keyOf({ text, ignore }: Question): string {
  return JSON.stringify([text, ignore])
}

const verdicts = JSON.parse(readFileSync(GOLDEN, 'utf8')) as readonly Verdict[]
const verdictOf = new Map(verdicts.map(verdict => [keyOf(verdict), verdict]))

/** Every text that the rules show, each once. */
export const QUESTIONS: readonly Question[] = [
  ...new Map(EXAMPLES.map(questionOf).map(question => [keyOf(question), question])).values(),
]
export const UNASKED: readonly Question[] = QUESTIONS.filter(question => !verdictOf.has(keyOf(question)))

/** The examples on which there is a verdict. */
export const JUDGED = EXAMPLES.flatMap(example => {
  const verdict = verdictOf.get(keyOf(questionOf(example)))
  return verdict ? [{ ...example, verdict }] : []
})
