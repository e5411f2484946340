import { stepsOf } from '../build/build.js'
import { expand } from '../build/variables.js'
import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Instruction, Word } from '../documents/dockerfile/instruction.js'
import { parsePort, portFault } from '../documents/dockerfile/ports.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const exposeInvalid = defineRule({
  id: 'expose-invalid',
  aliases: ['DL3011', 'DS-0008', 'DS008'],
  title: 'Expose ports that exist',
  category: 'correctness',
  severity: 'error',
  why: `BuildKit refuses a port beyond 65535, a range that runs backwards, a protocol other than tcp, udp and sctp, and whatever is
no number: the build stops there. A variable may hold such a thing, too.`,
  fixable: 'sometimes',
  fixSafety: 'Commas and brackets between ports, which do not build, become blanks.',
  examples: [
    { before: 'FROM nginx:1.29\nEXPOSE 80, 443\n', after: 'FROM nginx:1.29\nEXPOSE 80 443\n' },
    { before: 'FROM nginx:1.29\nEXPOSE 80,443/tcp\n', after: 'FROM nginx:1.29\nEXPOSE 80 443/tcp\n' },
    { before: 'FROM nginx:1.29\nEXPOSE ["80", "443"]\n', after: 'FROM nginx:1.29\nEXPOSE 80 443\n' },
    { before: 'FROM nginx:1.29\nEXPOSE 80000\n', after: 'FROM nginx:1.29\nEXPOSE 80000\n' },
    {
      before: 'FROM nginx:1.29\nEXPOSE 80 # the site\n',
      after: 'FROM nginx:1.29\nEXPOSE 80 # the site\n',
    },
  ],
  silent: [
    { why: 'all of these are ports', text: 'FROM a:1\nEXPOSE 0 80 8000-8010/udp 65535/sctp 443/ "8443" 8080:80\n' },
    { why: 'a variable holds it', text: 'FROM a:1\nARG PORT\nEXPOSE $PORT ${OTHER:-80}/tcp\n' },
    { why: 'a variable holds several', text: 'FROM a:1\nARG PORTS="80 443"\nEXPOSE $PORTS\n' },
    { why: 'it is for another image', text: 'FROM a:1\nARG P=x\nONBUILD EXPOSE $P\n' },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  *check(build) {
    for (const { instruction, state, isTrigger } of stepsOf(build, 'EXPOSE')) {
      if (isTrigger) continue
      const words = plainWords(instruction.arguments)
      const bad = words.flatMap(word => {
        const ports = expand(state.variables, word.text, build.dockerfile.escape)?.split(/\s+/) ?? []
        const fault = ports.flatMap(port => (port === '' ? [] : (portFault(parsePort(port)) ?? []))).at(0)
        return fault === undefined ? [] : { word, fault }
      })
      const [first] = bad
      if (first === undefined) continue
      const isComment = first.word.text.startsWith('#')
      yield {
        range: first.word.range,
        message: isComment
          ? 'A comment cannot stand behind an instruction: BuildKit takes these words for ports and stops.'
          : `BuildKit stops here: ${first.fault}.`,
        fix: () => fix(instruction, words),
      }
    }
  },
})

/** Lists of other languages: `80, 443`, `80,443`, `["80", "443"]`. */
function fix({ arguments: args }: Instruction, words: readonly Word[]): Fix | undefined {
  const list = args.text.replace(/^\[(.*)\]$/s, '$1')
  if (!/^(?:"[\w/-]+"|[\w/-]+)(?:[\s,]+(?:"[\w/-]+"|[\w/-]+))*$/.test(list)) return undefined
  if (words.some(({ contiguous }) => !contiguous)) return undefined
  const edits = words.flatMap(({ text, range }) => {
    const ports = text.split(/[\s,"[\]]+/).filter(port => port !== '')
    return ports.join(' ') === text ? [] : { ...range, text: ports.join(' '), ports }
  })
  if (edits.length === 0 || edits.some(({ ports }) => ports.length === 0)) return undefined
  if (edits.some(({ ports }) => ports.some(port => portFault(parsePort(port))))) return undefined
  return {
    title: 'Put blanks between the ports',
    safe: false,
    edits: edits.map(({ start, end, text }) => ({ start, end, text })),
  }
}
