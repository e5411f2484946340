import { type RunStep, runsOf } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import type { Call } from '../documents/shell/calls.js'
import { defineRule } from './rule.js'

export const pointlessProgram = defineRule({
  id: 'pointless-program',
  aliases: ['DL3001'],
  title: 'Start in a RUN only what does something there',
  category: 'correctness',
  severity: 'info',
  why: `Each RUN is a container of its own that ends with its script. A service that the last command starts is stopped at
once and does not run in the image; \`shutdown\`, \`systemctl start\` and \`top\` have nothing to work on there. What is to run
in the container belongs into CMD or ENTRYPOINT.`,
  fixable: 'never',
  examples: [
    { before: 'FROM debian:12\nRUN service nginx start\n', after: 'FROM debian:12\nRUN service nginx start\n' },
    {
      before: 'FROM ubuntu:24.04\nRUN apt-get update && systemctl start ssh && shutdown -r now\n',
      after: 'FROM ubuntu:24.04\nRUN apt-get update && systemctl start ssh && shutdown -r now\n',
    },
  ],
  silent: [
    {
      why: 'the RUN needs the service',
      text: 'FROM debian:12\nRUN service postgresql start && psql -c "create database a"\n',
    },
    {
      why: 'the service is stopped, too',
      text: 'FROM debian:12\nRUN service mysql start && mysql < a.sql && service mysql stop\n',
    },
    {
      why: 'a background process is ended',
      text: 'FROM debian:12\nRUN (./serve & echo $! > pid) && ./setup && kill $(cat pid)\n',
    },
    { why: 'it is installed, not run', text: 'FROM debian:12\nRUN apt-get install -y vim htop openssh-client\n' },
    { why: 'top prints once', text: 'FROM debian:12\nRUN top -bn1 | head -5\n' },
    { why: 'the editor runs a script', text: 'FROM debian:12\nRUN vim +PlugInstall +qall && vim -es -u a.vim -c q\n' },
    {
      why: 'a service is switched on for later',
      text: 'FROM fedora:42\nRUN systemctl enable httpd && systemctl mask getty@tty1\n',
    },
    { why: 'ssh tells the name of a host', text: 'FROM node:22\nRUN --mount=type=ssh ssh -T git@github.com || true\n' },
    {
      why: 'the output is looked at',
      text: 'FROM debian:12\nRUN ps aux | grep init && test "$(free -m | wc -l)" -gt 1\n',
    },
    { why: 'the container starts it', text: 'FROM debian:12\nCMD service nginx start && tail -f /dev/null\n' },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/#decouple-applications'],
  *check(build) {
    for (const run of runsOf(build)) {
      if (run.isTrigger) continue
      for (const call of run.calls) {
        const message = call.command.item && pointless(run, call)
        if (message) yield { range: toSource(run.script.text, call.command.range), message }
      }
    }
  },
})

function pointless({ script, calls }: RunStep, call: Call): string | undefined {
  const { program, args } = call
  const words = args.map(({ value }) => value)
  if (/^(?:halt|poweroff|reboot|shutdown)$/.test(program)) return 'There is no machine to stop: a build has none.'
  if (/^(?:htop|top)$/.test(program) && !args.some(({ text }) => /^-\w*b/.test(text)))
    return 'Nobody sits in front of a build: this needs a terminal.'
  if (
    /^(?:emacs|nano|pico|vi|vim|nvim)$/.test(program) &&
    !args.some(({ text }) => /^(?:\+|-[a-zA-Z]*[ces]|--(?:version|batch|headless|cmd))/.test(text))
  )
    return 'Nobody sits in front of a build: this needs a terminal.'
  const isLast = calls.at(-1) === call && script.chains.at(-1) === call.command.item?.chain
  if (program === 'systemctl' && /^(?:start|restart|reload)$/.test(words.find(word => !word?.startsWith('-')) ?? ''))
    return 'No systemd runs in a build, so nothing is started.'
  const starts =
    (program === 'service' && /^(?:start|restart|reload)$/.test(words[1] ?? '')) ||
    (call.path.startsWith('/etc/init.d/') && /^(?:start|restart|reload)$/.test(words[0] ?? ''))
  return starts && isLast ? 'The service ends with this RUN and does not run in the image.' : undefined
}
