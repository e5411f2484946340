import { plainWords } from './arguments.js'
import type { Instruction } from './instruction.js'

/** `[[address:]host port:]port[/protocol]` of EXPOSE, as BuildKit takes it apart. */
export interface PortSpec {
  /** Address and host port with their colons; empty when there are none. */
  readonly host: string
  /** A number, or two with `-` between. */
  readonly port: string
  /** As written, without the slash. */
  readonly protocol: string
}

export function parsePort(text: string): PortSpec {
  const colon = text.lastIndexOf(':')
  const rest = text.slice(colon + 1)
  const slash = rest.indexOf('/')
  const port = slash === -1 ? rest : rest.slice(0, slash)
  return { host: text.slice(0, colon + 1), port, protocol: slash === -1 ? '' : rest.slice(slash + 1) }
}

/** Why BuildKit refuses a port, undefined when it does not. */
export function portFault({ port, protocol }: PortSpec): string | undefined {
  if (!/^(?:tcp|udp|sctp)?$/i.test(protocol)) return `\`${protocol}\` is no protocol of a port`
  const numbers = /^\+?(\d+)(?:-\+?(\d+))?$/.exec(port)
  if (numbers === null) return port === '' ? 'there is no port' : `\`${port}\` is no port`
  const [first, last] = [Number(numbers[1]), Number(numbers[2] ?? numbers[1])]
  if (first > 65535 || last > 65535) return 'ports end at 65535'
  return last < first ? 'the range runs backwards' : undefined
}

/** Outside Docker only root may listen on ports below 1024. */
export function opensLowPort({ keyword, arguments: args }: Instruction): boolean {
  return keyword === 'EXPOSE' && plainWords(args).some(({ text }) => Number.parseInt(text, 10) < 1024)
}
