import { type RunStep, runsOf } from '../build/build.js'
import { toSource } from '../documents/logical-text.js'
import { type Call, operandsOf } from '../documents/shell/calls.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const shellLink = defineRule({
  id: 'shell-link',
  aliases: ['DL4005'],
  title: 'Choose the shell of RUN with SHELL',
  category: 'upkeep',
  severity: 'info',
  why: `The link changes the shell of every script in the image, those of its packages included, and the next update of the
package that owns \`/bin/sh\` changes it back. SHELL changes the shell of RUN and of commands in shell form, and nothing else.`,
  fixable: 'sometimes',
  fixSafety:
    'RUNs and commands in shell form run in the same shell as before; scripts that ask for `/bin/sh` get the own one of the image again.',
  examples: [
    {
      before: 'FROM ubuntu:24.04\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\nRUN source /etc/profile\n',
      after: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\nRUN source /etc/profile\n',
    },
    {
      before: 'FROM ubuntu:24.04\nRUN apt-get update && ln -sf bash /bin/sh\n',
      after: 'FROM ubuntu:24.04\nRUN apt-get update && ln -sf bash /bin/sh\n',
    },
  ],
  silent: [
    {
      why: 'it is another name',
      text: 'FROM ubuntu:24.04\nRUN ln -s /bin/bash /usr/local/bin/sh && ln -s /bin/sh /tmp/sh\n',
    },
    { why: 'it is not in this image', text: 'FROM ubuntu:24.04\nRUN ln -sf /bin/bash /rootfs/bin/sh\n' },
    {
      why: 'the image has no shell else',
      text: 'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "ln", "-s", "/bin/busybox", "/bin/sh"]\n',
    },
    { why: 'it is busybox, which needs the link', text: 'FROM example.com/a:1\nRUN ln -s /bin/busybox /bin/sh\n' },
  ],
  references: ['https://docs.docker.com/reference/dockerfile/#shell'],
  *check(build) {
    for (const run of runsOf(build)) {
      const call = run.calls.find(one => shellLinked(one) !== undefined)
      if (call === undefined) continue
      yield {
        range: toSource(run.script.text, call.command.range),
        message: 'This changes the shell of every script in the image, those of its packages included.',
        fix: fix(run, call),
      }
    }
  },
})

/** The shell that `/bin/sh` becomes; busybox is reached by links alone. */
function shellLinked({ program, args }: Call): string | undefined {
  if (program !== 'ln') return undefined
  const [target, name, ...more] = operandsOf(args, new Set())
  if (more.length > 0 || !/^(?:\/usr)?\/bin\/sh$/.test(name?.value ?? '')) return undefined
  return /^(?:(?:\/usr)?\/bin\/)?(bash|dash|zsh)$/.exec(target?.value ?? '')?.[1]
}

/** Only where the RUN does nothing else. */
function fix({ script, instruction, calls, isTrigger, state }: RunStep, link: Call): Fix | undefined {
  const isAlone = calls.every(
    call =>
      call === link ||
      (/^(?:rm|mv|unlink)$/.test(call.program) &&
        call.args.some(({ value }) => /^(?:\/usr)?\/bin\/sh$/.test(value ?? ''))),
  )
  if (!isAlone || isTrigger || !script.editable || instruction.flags.length > 0 || state.shellIsSet) return undefined
  if (shellLinked(link) !== 'bash' || instruction.heredocs.length > 0) return undefined
  return {
    title: 'Use SHELL; scripts that ask for /bin/sh get the own one of the image again',
    safe: false,
    edits: [{ ...instruction.range, text: 'SHELL ["/bin/bash", "-c"]' }],
  }
}
