import { isContiguous, type LogicalText, sliceLogical, toSource } from '../documents/logical-text.js'
import { type Call, callsOf } from '../documents/shell/calls.js'
import { parseScript } from '../documents/shell/script.js'
import type { Range } from '../documents/text.js'
import type { Build, Step } from './build.js'

/** The command of a HEALTHCHECK. */
export interface HealthCheck {
  readonly program: string
  readonly usesShell: boolean
  /** Of the program's name, in the file. */
  readonly range: Range
  /** The words of the command with their places. */
  readonly words: readonly { readonly text: string; readonly range: Range; readonly contiguous: boolean }[]
}

/** The command of a health check, if it starts with one program and nothing takes its place when that is not there. */
export function healthCheckOf({ instruction, state }: Step, { dockerfile }: Build): HealthCheck | undefined {
  const { arguments: args } = instruction
  const cmd = /^CMD\s+/i.exec(args.text)
  if (cmd === null) return undefined
  const body = sliceLogical(args, { start: cmd[0].length, end: args.text.length })
  if (instruction.json || body.text.startsWith('[')) return jsonCheck(body)
  const isShell = /(?:^|\/)(?:ba|da|a)?sh$/.test(state.shell[0] ?? '')
  const script = isShell && dockerfile.escape === '\\' ? parseScript(body) : undefined
  const [call, ...others] = script ? callsOf(script) : []
  if (call === undefined || !script?.editable || call.command.item?.index !== 0 || others.some(isAnotherWay))
    return undefined
  const words = [call.name, ...call.args].map(({ text, range }) => ({
    text,
    range: toSource(body, range),
    contiguous: isContiguous(body, range),
  }))
  const range = words[0]?.range ?? instruction.range
  return { program: call.path === call.program ? call.program : '', usesShell: true, range, words }
}

/** `a || b` where b is more than the end of the check. */
function isAnotherWay({ program, command }: Call): boolean {
  return (
    !/^(?:exit|false|true|kill|grep|jq|awk|sed|tail|head|cut|test|\[|echo)$/.test(program) &&
    command.item?.operator?.text !== '&&'
  )
}

function jsonCheck(body: LogicalText): HealthCheck | undefined {
  const strings = [...body.text.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
  const words = strings.map(({ 0: all, 1: text = '', index }) => {
    const range = { start: index + 1, end: index + all.length - 1 }
    return { text, range: toSource(body, range), contiguous: isContiguous(body, range) }
  })
  const [first] = words
  if (first === undefined || first.text.includes('/') || first.text.includes('\\')) return undefined
  return { program: first.text, usesShell: false, range: first.range, words }
}
