import { stepsOf } from '../build/build.js'
import { plainWords } from '../documents/dockerfile/arguments.js'
import type { Word } from '../documents/dockerfile/instruction.js'
import { parsePort, portFault } from '../documents/dockerfile/ports.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const exposeFormat = defineRule({
  id: 'expose-format',
  aliases: ['ExposeProtoCasing', 'ExposeInvalidFormat'],
  title: 'Name in EXPOSE the port of the container alone',
  category: 'correctness',
  severity: 'info',
  why: `EXPOSE only notes which port the program listens on. An address or a port of the host in it has no effect: who starts the
container says that, with \`docker run -p 8080:80\` or \`ports:\` in Compose. BuildKit warns of it, and of a protocol in capitals.`,
  fixable: 'sometimes',
  fixSafety: 'BuildKit drops the part of the host and writes the protocol in lower case by itself.',
  examples: [
    { before: 'FROM nginx:1.29\nEXPOSE 8080:80\n', after: 'FROM nginx:1.29\nEXPOSE 80\n' },
    {
      before: 'FROM nginx:1.29\nEXPOSE 127.0.0.1:8080:80/TCP \\\n  [::1]:53:53/Udp 443/tcp\n',
      after: 'FROM nginx:1.29\nEXPOSE 80/tcp \\\n  53/udp 443/tcp\n',
    },
    {
      before: 'FROM nginx:1.29\nENV PORT=81\nEXPOSE "8080:80" $PORT/TCP\n',
      after: 'FROM nginx:1.29\nENV PORT=81\nEXPOSE "80" $PORT/tcp\n',
    },
    { before: 'FROM a:1\nARG PORT=80\nEXPOSE 8080:$PORT\n', after: 'FROM a:1\nARG PORT=80\nEXPOSE $PORT\n' },
    {
      before: 'FROM a:1\nARG OUT=8080 PORT=81\nEXPOSE $OUT:80 ${PORT}/TCP\n',
      after: 'FROM a:1\nARG OUT=8080 PORT=81\nEXPOSE 80 ${PORT}/tcp\n',
    },
  ],
  silent: [
    { why: 'these are ports of the container', text: 'FROM a:1\nEXPOSE 80 443/tcp 53/udp 8000-8010 :81\n' },
    { why: 'the colon gives a default', text: 'FROM a:1\nEXPOSE ${PORT:-80} ${PORT:-80}/tcp\n' },
    { why: 'a variable may hold anything', text: 'FROM a:1\nARG PORTS=8080:80\nEXPOSE $PORTS\n' },
    { why: 'the name of a variable is in capitals', text: 'FROM a:1\nENV PROTO=tcp A=81\nEXPOSE 80/$PROTO ${A/B/C}\n' },
  ],
  references: [
    'https://docs.docker.com/reference/build-checks/expose-invalid-format/',
    'https://docs.docker.com/reference/build-checks/expose-proto-casing/',
  ],
  *check(build) {
    for (const { instruction } of stepsOf(build, 'EXPOSE'))
      for (const word of plainWords(instruction.arguments)) {
        const { inner, start } = unquoted(word.text)
        if (/[{}'"\\]/.test(inner.replaceAll(/\$\{\w+\}/g, ''))) continue
        const { host, port, protocol } = parsePort(inner)
        const isHost = host.replace(/^:+$/, '') !== ''
        const isCapital = /^(?:tcp|udp|sctp)$/i.test(protocol) && protocol !== protocol.toLowerCase()
        if (!isHost && !isCapital) continue
        yield {
          range: word.range,
          message: isHost
            ? 'EXPOSE cannot map ports: BuildKit drops what stands before the last colon.'
            : 'BuildKit wants the protocol in lower case.',
          fix: () => fix(word, `${port}${protocol === '' ? '' : `/${protocol}`}`, start, inner.length),
        }
      }
  },
})

/** The text inside quotes around a whole word. */
function unquoted(text: string): { inner: string; start: number } {
  const quoted = /^(["'])(.*)\1$/s.exec(text)
  return quoted ? { inner: quoted[2] ?? '', start: 1 } : { inner: text, start: 0 }
}

function fix({ contiguous, range }: Word, port: string, at: number, length: number): Fix | undefined {
  const spec = parsePort(port)
  const text = /^(?:tcp|udp|sctp)$/i.test(spec.protocol) ? `${spec.port}/${spec.protocol.toLowerCase()}` : port
  if (!contiguous || (!/\$/.test(port) && portFault(spec) !== undefined)) return undefined
  const start = range.start + at
  return { title: `Write ${text}`, safe: true, edits: [{ start, end: start + length, text }] }
}
