import type * as v from 'valibot'
import type { Build } from '../build/build.js'
import type { IgnoreScope } from '../build/ignore-files/ignore-scope.js'
import type { Instruction } from '../documents/dockerfile/instruction.js'
import type { Range } from '../documents/text.js'
import type { Fix, Proposal } from '../fixes/edits.js'

/** error: breaks, leaks, or does what nobody meant. warning: costs real time, size or safety. info: advice. */
export type Severity = 'error' | 'warning' | 'info'
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

export const CATEGORIES = ['caching', 'size', 'security', 'correctness', 'upkeep'] as const
export type Category = (typeof CATEGORIES)[number]

/** What a rule says about one place of a file. */
export interface Problem {
  /** What is wrong there; in UTF-16 offsets of the file. */
  readonly range: Range
  /** What is wrong and what it costs, in at most two sentences; what to do is the fix's title. */
  readonly message: string
  /** A function where it takes work: the proof of another fix asks only whether the problem is still there. */
  readonly fix?: Fix | (() => Fix | undefined) | undefined
  /** What mends it in another file. */
  readonly proposal?: Proposal | undefined
  /** The step whose being run again is the matter: how often that was so is said with it. */
  readonly step?: Instruction
  /** The order of the steps is what is wrong. */
  readonly isOrder?: true
  /** Where this one weighs less than the rule's others. */
  readonly severity?: Severity
  /** Another linter's name for just this kind, where a rule speaks for many: `SC2086`. */
  readonly code?: string
}

/** A whole Dockerfile or ignore file that the rule speaks up on, and the same with every fix of the rule applied. */
export interface Example {
  readonly before: string
  /** The same as `before` when there is no fix here. */
  readonly after: string
  /** Other files of the repository, by path; the file itself lies at its root. */
  readonly files?: Readonly<Record<string, string>>
  /** The rule's options, where it takes some to speak up. */
  readonly options?: Readonly<Record<string, unknown>>
}

/** A whole file on which the rule must stay silent although it looks like a case for it. */
export interface NearMiss {
  readonly why: string
  readonly text: string
  readonly files?: Readonly<Record<string, string>>
  readonly options?: Readonly<Record<string, unknown>>
}

/** An object schema; each entry is optional, has a default and a `v.description`. */
export type OptionsSchema = v.GenericSchema<Record<string, unknown>, Record<string, unknown>>

/** One rule is one file and this one value: documentation, schema, tables and tests all come from it. */
export interface Rule<S extends OptionsSchema = OptionsSchema> {
  /** Names the thing that is wrong or wanted; also the file's name, and in camel case the export's. */
  readonly id: string
  /** What other linters call it: `DL3042`, `SecretsUsedInArgOrEnv`, `DS-0002`. Where two rules share a check both have its name. */
  readonly aliases: readonly string[]
  /** One line, imperative. */
  readonly title: string
  readonly category: Category
  readonly severity: Severity
  /** Markdown: what it costs, with the source of each figure. */
  readonly why: string
  /** Whether its problems carry a fix. */
  readonly fixable: 'always' | 'sometimes' | 'never'
  /** What a fix changes for the image, or why it changes nothing. */
  readonly fixSafety?: string
  readonly options?: S
  /** A matter of taste, or advice that most do not want: on only for who switches it on. */
  readonly isOffByDefault?: true
  /** The rule is for files that BuildKit refuses; all others are for files that it reads. */
  readonly readsBrokenFiles?: true
  readonly examples: readonly [Example, ...Example[]]
  readonly silent: readonly [NearMiss, ...NearMiss[]]
  readonly references: readonly string[]
  /** What it says of a Dockerfile; a rule has this or the next. */
  check?(build: Build, options: v.InferOutput<S>): Iterable<Problem>
  /** What it says of an ignore file; its examples are such files then. */
  checkIgnoreFile?(scope: IgnoreScope, options: v.InferOutput<S>): Iterable<Problem>
}

/** Checks the types of a rule's options and gives them away, so that rules fit in one list. */
export function defineRule<const S extends OptionsSchema>(rule: Rule<S>): Rule {
  return rule
}
