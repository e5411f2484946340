import { posix } from 'node:path'
import { type Call, operandsOf } from '../../documents/shell/calls.js'

/** Programs that read a script, with options that take no value and change nothing of which one. */
const INTERPRETERS: readonly (readonly [programs: RegExp, options: RegExp])[] = [
  [/^(?:ash|bash|dash|sh|zsh)$/, /^-[eux]+$/],
  [/^python[23]?$/, /^-[uBOsSE]+$/],
  [/^(?:node|perl|php|ruby)$/, /^$/],
]
/** They hand on to the command behind them. */
const STARTERS = /^(?:dumb-init|tini|exec)$/
/** They fail where one of the files is missing. */
const READERS = /^(?:cat|chgrp|chmod|chown|cp|mv)$/

/** The word of an exec form that names the script or program that is started, if that is named by its path. */
export function startedWord<W extends { readonly text: string }>(words: readonly W[]): W | undefined {
  let rest = words
  while (rest[0] && STARTERS.test(posix.basename(rest[0].text))) {
    rest = rest.slice(1)
    while (rest[0]?.text.startsWith('-')) rest = rest.slice(1)
  }
  const [program] = rest
  if (program?.text.includes('/') && interpreterOf(program.text) === undefined) return program
  return scriptIn(program?.text ?? '', rest.slice(1), ({ text }) => text)
}

/** The paths of scripts that a command of a shell starts or cannot do without, as written. */
export function scriptsNamed({ program, path, name, args }: Call): readonly string[] {
  if (name.value === undefined) return []
  if (READERS.test(program)) {
    const operands = operandsOf(args, new Set())
    const [first, last] = [program.startsWith('ch') ? 1 : 0, /^(?:cp|mv)$/.test(program) ? -1 : undefined]
    const paths = operands.slice(first, last)
    const isForced = args.some(({ text }) => /^-\w*[fr]|^--/i.test(text))
    return isForced ? [] : paths.flatMap(({ value, text }) => (value === undefined || /[*?[{]/.test(text) ? [] : value))
  }
  if (path.includes('/') && interpreterOf(path) === undefined) return [path]
  if (program === 'source' || path === '.') return args[0]?.value?.includes('/') ? [args[0].value] : []
  return [scriptIn(path, args, ({ value = '' }) => value)?.value ?? []].flat()
}

function scriptIn<W>(program: string, words: readonly W[], textOf: (word: W) => string): W | undefined {
  const options = interpreterOf(program)
  const [script] = options === undefined ? [] : words.slice(words.findIndex(word => !options.test(textOf(word))))
  return script !== undefined && /^[\w./][\w./-]*\.\w+$/.test(textOf(script)) ? script : undefined
}

function interpreterOf(path: string): RegExp | undefined {
  return INTERPRETERS.find(([programs]) => programs.test(posix.basename(path)))?.[1]
}
