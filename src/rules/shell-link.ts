import { type Build, type RunStep, runsOf, runsOfStage, stepsOf } from '../build/build.js'
import { sourcesTaken } from '../build/copies-from.js'
import { familyOf } from '../build/families.js'
import { descendantsOf, isRelated } from '../build/lineage.js'
import { isQuickCommand } from '../build/quick-commands.js'
import { historyOf } from '../build/stage-history.js'
import type { StageBuild } from '../build/state.js'
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
  fixSafety: `RUNs run in the same shell as before; scripts that ask for \`/bin/sh\` get the own one of the image again. There is
a fix only where a RUN needs bash, and the stage starts no program that might.`,
  examples: [
    {
      before: 'FROM ubuntu:24.04\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\nRUN source /etc/profile\n',
      after: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\nRUN source /etc/profile\n',
    },
    {
      before: 'FROM ubuntu:24.04\nRUN apt-get update && ln -sf bash /bin/sh\nRUN source /a\n',
      after: 'FROM ubuntu:24.04\nRUN apt-get update && ln -sf bash /bin/sh\nRUN source /a\n',
    },
    {
      before: 'FROM ubuntu:24.04\nRUN ln -sf /bin/bash /bin/sh\nRUN source /a\nCMD ["python3", "/a.py"]\n',
      after: 'FROM ubuntu:24.04\nRUN ln -sf /bin/bash /bin/sh\nRUN source /a\nCMD ["python3", "/a.py"]\n',
    },
  ],
  silent: [
    { why: 'it is that shell already', text: 'FROM amazonlinux:2023\nRUN ln -sf /bin/bash /bin/sh\nRUN a\n' },
    {
      why: 'no RUN needs it: a program of the system that is copied wants it',
      text: 'FROM ubuntu:24.04 AS root\nRUN apt-get update && apt-get install -y python3\nRUN ln -fs /bin/bash /usr/bin/sh\nCOPY a.py /\nRUN chmod 444 /a.py\nFROM debian:12\nCOPY --from=root / /chroot\nCMD ["run"]\n',
    },
    {
      why: 'it is another name',
      text: 'FROM ubuntu:24.04\nRUN ln -s /bin/bash /usr/local/bin/sh && ln -s /bin/sh /tmp/sh\n',
    },
    {
      why: 'a script takes the shell along for another image',
      text: 'FROM debian:12 AS build\nCOPY take.sh /\nRUN ln -sf /bin/bash /bin/sh\nRUN /take.sh sh /out\nFROM scratch\nCOPY --from=build /out /\nENTRYPOINT ["/bin/sh"]\n',
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
    const told = new Set<StageBuild>()
    for (const run of runsOf(build)) {
      if (told.has(run.stage)) continue
      const call = run.calls.find(one => shellLinked(one) !== undefined)
      // There it is bash already.
      if (call && shellLinked(call) === 'bash' && familyOf(run.stage) === 'rpm') continue
      if (call === undefined || !isForBuild(build, run) || isForPrograms(build, run)) continue
      told.add(run.stage)
      yield {
        range: toSource(run.script.text, call.command.range),
        message: 'This changes the shell of every script in the image, those of its packages included.',
        fix: () => fix(build, run, call),
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

/** What SHELL speaks of: without any of these behind it the link is there for a program. */
function isForBuild(build: Build, run: RunStep): boolean {
  return (
    run.isTrigger ||
    stepsOf(build, 'RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK').some(
      step => step.instruction.json === undefined && isBehind(run, step),
    )
  )
}

function isBehind(run: RunStep, { stage, index }: { readonly stage: StageBuild; readonly index: number }): boolean {
  if (stage === run.stage) return index > run.index
  return stage.stage.index > run.stage.stage.index && isRelated(stage, run.stage)
}

function runsBehind(build: Build, run: RunStep): readonly RunStep[] {
  return [run.stage, ...descendantsOf(build, run.stage)]
    .flatMap(stage => runsOfStage(build, stage))
    .filter(other => isBehind(run, other))
}

/** What bash reads otherwise than the `sh` of Debian and Alpine. */
const OF_BASH =
  /(?:^|[\s;&|(])(?:\[\[|source|pushd|popd|shopt|declare|function|select|mapfile|readarray)\s|[<>]\(|<<<|&>|\$'|\w=\(|\$\{\w+(?:\[|\/|\^|,|:-?\d)|\{[\w.,-]+,[\w.,-]*\}|\{\d+\.\.\d+\}|\[ [^\]]*\s==\s|pipefail/m

function needsBash(build: Build, run: RunStep): boolean {
  return runsBehind(build, run).some(other => OF_BASH.test(other.script.text.text))
}

/** Where all of the stage, or the shell itself, goes to another system and no RUN needs bash, its programs do. */
function isForPrograms(build: Build, run: RunStep): boolean {
  return (isCopiedWhole(build, run.stage) || isNamed(build, run)) && !needsBash(build, run)
}

/** A later RUN that has `sh` among its arguments, and starts no shell with it. */
function isNamed(build: Build, run: RunStep): boolean {
  return runsBehind(build, run).some(other =>
    other.calls.some(({ args }) => args.some(({ value }) => /^(?:(?:\/usr)?\/bin\/)?sh$/.test(value ?? ''))),
  )
}

/** Only where the RUN does nothing else, RUNs need bash, and no program can miss it. */
function fix(build: Build, run: RunStep, link: Call): Fix | undefined {
  const { script, instruction, calls, isTrigger, state } = run
  const stages = build.stages.filter(stage => stage === run.stage || isRelated(stage, run.stage))
  if (!needsBash(build, run) || stages.some(stage => startsOwnProgram(stage) || isCopiedWhole(build, stage)))
    return undefined
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

function startsOwnProgram(stage: StageBuild): boolean {
  return historyOf(stage).some(
    ({ instruction }) =>
      instruction.keyword === 'HEALTHCHECK' ||
      (/^(?:CMD|ENTRYPOINT)$/.test(instruction.keyword) && !isQuickCommand(instruction)),
  )
}

/** What is copied to somewhere else has programs of its own, and goes on with what the link left. */
function isCopiedWhole(build: Build, stage: StageBuild): boolean {
  return sourcesTaken(build, stage).some(({ text }) => /^["']?\/?(?:\*|\.)?["']?$|^\/?(?:usr\/)?bin\/?$/.test(text))
}
