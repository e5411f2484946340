import { rememberedFor } from '../../remembered.js'
import { plainWords, quotedWords, splitKeyword } from './arguments.js'
import { DockerfileError } from './error.js'
import { announcedHeredocs } from './heredocs.js'
import type { Instruction } from './instruction.js'

type FlagKind = 'text' | 'list' | 'boolean'

const FLAGS: Readonly<Record<string, Readonly<Record<string, FlagKind>>>> = {
  ADD: {
    checksum: 'text',
    chmod: 'text',
    chown: 'text',
    exclude: 'list',
    'keep-git-dir': 'boolean',
    link: 'boolean',
    unpack: 'boolean',
  },
  COPY: { chmod: 'text', chown: 'text', exclude: 'list', from: 'text', link: 'boolean', parents: 'boolean' },
  FROM: { platform: 'text' },
  HEALTHCHECK: { interval: 'text', retries: 'text', 'start-interval': 'text', 'start-period': 'text', timeout: 'text' },
  RUN: { device: 'list', mount: 'list', network: 'text', security: 'text' },
}

/** Instructions that BuildKit knows, and how many arguments each takes at least and at most. */
const ARITY: Readonly<Record<string, readonly [number, number]>> = {
  ADD: [2, Number.POSITIVE_INFINITY],
  ARG: [1, Number.POSITIVE_INFINITY],
  CMD: [0, Number.POSITIVE_INFINITY],
  COPY: [2, Number.POSITIVE_INFINITY],
  ENTRYPOINT: [0, Number.POSITIVE_INFINITY],
  ENV: [1, Number.POSITIVE_INFINITY],
  EXPOSE: [1, Number.POSITIVE_INFINITY],
  FROM: [1, 3],
  HEALTHCHECK: [1, Number.POSITIVE_INFINITY],
  LABEL: [1, Number.POSITIVE_INFINITY],
  MAINTAINER: [1, 1],
  ONBUILD: [1, Number.POSITIVE_INFINITY],
  RUN: [0, Number.POSITIVE_INFINITY],
  SHELL: [1, Number.POSITIVE_INFINITY],
  STOPSIGNAL: [1, 1],
  USER: [1, 1],
  VOLUME: [1, Number.POSITIVE_INFINITY],
  WORKDIR: [1, 1],
}

/** BuildKit takes flags off these and never looks at them. */
const FLAGS_UNREAD = new Set(['ARG', 'STOPSIGNAL'])

const STAGE_NAME = /^[a-z][a-z0-9-_.]*$/

/** A file that is read again shares instructions with the one before. */
const knownFault = rememberedFor(faultOf)

/**
 * The first instruction that BuildKit refuses although it could be read: an unknown keyword or flag, a missing argument,
 * something before FROM. Follows moby/buildkit `frontend/dockerfile/instructions/parse.go`.
 */
export function grammarError(instructions: readonly Instruction[], escape: string): DockerfileError | undefined {
  let inStage = false
  for (const instruction of instructions) {
    const fault = knownFault(instruction, escape)
    if (fault) return new DockerfileError(fault, instruction.startLine)
    if (instruction.keyword === 'FROM') inStage = true
    else if (!inStage && instruction.keyword !== 'ARG')
      return new DockerfileError(`${instruction.keyword} stands before the first FROM`, instruction.startLine)
  }
  const last = instructions.at(-1)
  if (inStage || last === undefined) return undefined
  return new DockerfileError('there is no FROM', last.startLine)
}

function faultOf(instruction: Instruction, escape: string): string | undefined {
  const { keyword, flags } = instruction
  const arity = ARITY[keyword]
  if (arity === undefined) return `unknown instruction: ${keyword}`
  const words = argumentTexts(instruction, escape)
  if (words.length < arity[0])
    return `${keyword} requires at least ${arity[0] === 1 ? 'one argument' : `${arity[0]} arguments`}`
  if (words.length > arity[1]) return `${keyword} has too many arguments`
  return (FLAGS_UNREAD.has(keyword) ? undefined : flagFault(keyword, flags)) ?? formFault(instruction, words)
}

/** The arguments, as many as BuildKit counts. */
function argumentTexts(instruction: Instruction, escape: string): readonly string[] {
  const { keyword, arguments: args, json } = instruction
  if (json && keyword !== 'HEALTHCHECK') return json.map(word => word.text)
  if (keyword === 'ARG' || keyword === 'ENV' || keyword === 'LABEL')
    return quotedWords(args, escape).map(word => word.text)
  if (['ADD', 'COPY', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'VOLUME'].includes(keyword))
    return plainWords(args).map(word => word.text)
  return args.text === '' ? [] : [args.text]
}

function flagFault(keyword: string, flags: Instruction['flags']): string | undefined {
  const known = FLAGS[keyword] ?? {}
  const seen = new Set<string>()
  for (const { name, value } of flags) {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined
    if (kind === undefined) return `unknown flag: --${name}`
    if (seen.has(name) && kind !== 'list') return `duplicate flag specified: --${name}`
    seen.add(name)
    if (kind === 'boolean' ? value === '' : value === undefined) return `missing a value on flag: --${name}`
    if (kind === 'boolean' && value !== undefined && !/^(true|false)$/i.test(value))
      return `expecting boolean value for flag --${name}, not: ${value}`
  }
  return undefined
}

function formFault(instruction: Instruction, words: readonly string[]): string | undefined {
  const { keyword, trigger, json, arguments: args } = instruction
  const [first = '', second = '', third = ''] = words
  if (keyword === 'FROM' && words.length !== 1) {
    if (words.length === 2 || second.toLowerCase() !== 'as') return 'FROM requires either one or three arguments'
    if (!STAGE_NAME.test(third.toLowerCase())) return `invalid name for build stage: "${third}"`
  }
  // Of `ENV name = value` the rest is the value.
  const hasPairs = keyword === 'ARG' || ((keyword === 'ENV' || keyword === 'LABEL') && first.includes('='))
  if (hasPairs && words.some(word => word.startsWith('='))) return `${keyword} names can not be blank`
  if (keyword === 'VOLUME' && words.some(word => word.trim() === ''))
    return 'VOLUME specified can not be an empty string'
  if (keyword === 'SHELL' && json === undefined) return 'SHELL requires the arguments to be in JSON form'
  if (keyword === 'HEALTHCHECK') return healthcheckFault(first, args.text, json?.length)
  if ((keyword === 'ADD' || keyword === 'COPY') && announcedHeredocs(words.at(-1) ?? '').length > 0)
    return `${keyword} cannot accept a heredoc as a destination`
  if (trigger && ['ONBUILD', 'MAINTAINER', 'FROM'].includes(trigger.keyword))
    return `${trigger.keyword} isn't allowed as an ONBUILD trigger`
  return undefined
}

function healthcheckFault(type: string, args: string, strings: number | undefined): string | undefined {
  const hasCommand = strings === undefined ? splitKeyword(args).rest.start < args.length : strings > 0
  const kind = type.toUpperCase()
  if (kind === 'NONE') return hasCommand ? 'HEALTHCHECK NONE takes no arguments' : undefined
  if (kind !== 'CMD') return `Unknown type "${type}" in HEALTHCHECK (try CMD)`
  return hasCommand ? undefined : 'Missing command after HEALTHCHECK CMD'
}
