import { runsOf } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import { type Call, optionValue } from '../documents/shell/calls.js'
import { pipelinesOf } from '../documents/shell/pipelines.js'
import type { ShellWord } from '../documents/shell/script.js'
import { defineRule } from './rule.js'

export const passwordInRun = defineRule({
  id: 'password-in-run',
  aliases: ['CKV2_DOCKER_17'],
  title: 'Set no password in the Dockerfile',
  category: 'security',
  severity: 'error',
  why: `The password stands in the repository, in \`docker history\` and, as a hash, in \`/etc/shadow\` of every container. It is
the same everywhere and never changes. A container is entered with \`docker exec\` and needs none; a program that must have
one can take it from a secret when it starts.`,
  fixable: 'never',
  examples: [
    {
      before: 'FROM debian:12\nRUN useradd app && echo "app:s3cret" | chpasswd\n',
      after: 'FROM debian:12\nRUN useradd app && echo "app:s3cret" | chpasswd\n',
    },
    {
      before: "FROM debian:12\nRUN useradd -m -p '$6$abc$def' app\n",
      after: "FROM debian:12\nRUN useradd -m -p '$6$abc$def' app\n",
    },
    {
      before: 'FROM fedora:42\nRUN echo hunter2 | passwd --stdin root\n',
      after: 'FROM fedora:42\nRUN echo hunter2 | passwd --stdin root\n',
    },
    {
      before: 'FROM debian:12\nRUN useradd -p $(openssl passwd -1 hunter2) app\n',
      after: 'FROM debian:12\nRUN useradd -p $(openssl passwd -1 hunter2) app\n',
    },
  ],
  silent: [
    { why: 'that is no hash, so no password will do', text: 'FROM debian:12\nRUN useradd -m -p gitpod gitpod\n' },
    {
      why: 'the console of Azure App Service asks for it',
      text: 'FROM debian:12\nRUN apt-get update && apt-get install -y openssh-server && echo "root:Docker!" | chpasswd\n',
    },
    { why: 'a variable has it', text: 'FROM debian:12\nARG P\nRUN echo "app:$P" | chpasswd && useradd -p "$P" b\n' },
    {
      why: 'a secret has it',
      text: 'FROM debian:12\nRUN --mount=type=secret,id=p echo "app:$(cat /run/secrets/p)" | chpasswd\n',
    },
    {
      why: 'the account is locked',
      text: "FROM debian:12\nRUN useradd -p '!' a && usermod -p '*' b && echo 'c:*' | chpasswd -e\n",
    },
    {
      why: 'there is none',
      text: "FROM debian:12\nRUN useradd -p '' a && passwd -d b && adduser --disabled-password c\n",
    },
    { why: 'chance makes it', text: 'FROM debian:12\nRUN echo "app:$(openssl rand -base64 32)" | chpasswd\n' },
    { why: 'it is another -p', text: 'FROM debian:12\nRUN mkdir -p secret && useradd --create-home app\n' },
    { why: 'it names no password', text: 'FROM debian:12\nRUN openssl passwd -help; passwd -l root\n' },
  ],
  references: ['https://docs.docker.com/build/building/secrets/'],
  *check(build) {
    for (const { script, calls } of runsOf(build)) {
      const words = [
        ...calls.flatMap(call => ofCall(call) ?? []),
        ...pipelinesOf(script).flatMap(({ calls: [first, ...others] }) => (first && piped(first, others.at(-1))) ?? []),
      ]
      for (const word of words)
        yield {
          range: toSource(script.text, word.range),
          message: 'Everybody who can pull the image or read this file knows this password.',
        }
    }
  },
})

/** The word of `useradd -p …` or `openssl passwd …` that is a password. */
function ofCall(call: Call): ShellWord | undefined {
  const { program, args } = call
  if (program === 'useradd' || program === 'usermod') {
    const hash = optionValue(call, '-p', '--password')
    return hash !== undefined && HASH.test(hash) ? args.find(({ value }) => value?.endsWith(hash)) : undefined
  }
  if (program !== 'openssl' || args[0]?.value !== 'passwd') return undefined
  const last = args.at(-1)
  const before = args.at(-2)?.text ?? ''
  return last?.value !== undefined && !/^-/.test(last.value) && !/^-(?:salt|in)$/.test(before) && args.length > 1
    ? last
    : undefined
}

/** The word of `echo … | chpasswd` that holds a password. */
function piped(first: Call, last: Call | undefined): ShellWord | undefined {
  if (first.program !== 'echo' && first.program !== 'printf') return undefined
  const isSet = last?.program === 'chpasswd' || (last?.program === 'passwd' && last.args.length > 0)
  if (!isSet) return undefined
  return first.args.find(({ value, text }) => {
    if (value === undefined || /^-[neE]+$/.test(text)) return false
    if (last.program !== 'chpasswd') return isPassword(value)
    const given = /^[\w.-]+:([^\n]*)/.exec(value)?.[1]
    return given !== undefined && isPassword(given.replace(/\\n$/, '')) && value.trim() !== APP_SERVICE
  })
}

/** Azure App Service opens its console with just this one, behind its own login. */
const APP_SERVICE = 'root:Docker!'

/** What crypt(3) makes; with anything else in its place nobody can log in. */
const HASH = /^\$\w+\$|^[./\dA-Za-z]{13}$|^\$\(|^`/

/** False for what locks an account or lets everybody in, and for a format of printf. */
function isPassword(text: string): boolean {
  return text !== '' && !/^[*!x]+$/.test(text) && !/%s/.test(text)
}
