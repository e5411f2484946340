import { type Build, finalStages, type RunStep, runAt, runsCalling, stepsOfStage } from '../build/build.js'
import { foldersAt } from '../build/folders-at.js'
import { type Made, madeBy, pathFrom } from '../build/made-files.js'
import { toSource } from '../documents/logical-text.js'
import { type Call, hasOption, operandsOf } from '../documents/shell/calls.js'
import { type Deleted, mountInstead } from '../fixes/bind-mounts.js'
import type { Fix } from '../fixes/edits.js'
import { joinRuns } from '../fixes/join-runs.js'
import { defineRule } from './rule.js'

export const deletedLater = defineRule({
  id: 'deleted-later',
  aliases: [],
  title: 'Delete a file in the RUN that makes it',
  category: 'size',
  severity: 'warning',
  why: `A layer only hides what the layers below it hold: the file is still pulled, stored and readable in every image.
Measured: 50 MB downloaded in one RUN and deleted in the next leave the image 50 MB larger. What is copied in only to be
installed, be it from the context or from another stage, can be shown to the RUN instead: what is mounted is in no layer.`,
  fixable: 'sometimes',
  fixSafety: `The same commands run in the same order; only the layers, and with them the deleted file, are fewer. A file is mounted
where the RUNs do nothing but read it, and its folder is there without the COPY. A mount cannot be deleted (\`Device or resource
busy\`), so the deletion goes with the COPY; BuildKit itself takes away the empty place that it was mounted on.`,
  examples: [
    {
      before:
        'FROM debian:12\nRUN curl -fsSL -o /tmp/a.tgz https://example.org/a.tgz\nRUN tar xzf /tmp/a.tgz && rm /tmp/a.tgz\n',
      after:
        'FROM debian:12\nRUN curl -fsSL -o /tmp/a.tgz https://example.org/a.tgz \\\n    && tar xzf /tmp/a.tgz && rm /tmp/a.tgz\n',
    },
    {
      before:
        'FROM python:3.13 AS build\nRUN pip wheel -w /wheels app\nFROM python:3.13-slim\nCOPY --from=build /wheels /wheels\nRUN pip install --no-index --find-links=/wheels app && rm -rf /wheels\n',
      after:
        'FROM python:3.13 AS build\nRUN pip wheel -w /wheels app\nFROM python:3.13-slim\nRUN --mount=type=bind,from=build,source=/wheels,target=/wheels \\\n    pip install --no-index --find-links=/wheels app\n',
    },
    {
      before: 'FROM debian:12\nWORKDIR /opt\nCOPY app.zip .\nRUN unzip app.zip && rm -f app.zip\n',
      after:
        'FROM debian:12\nWORKDIR /opt\nRUN --mount=type=bind,source=app.zip,target=/opt/app.zip \\\n    unzip app.zip\n',
    },
    {
      before: 'FROM debian:12\nCOPY setup.run /tmp/\nRUN sh /tmp/setup.run && rm /tmp/setup.run\n',
      after: 'FROM debian:12\nCOPY setup.run /tmp/\nRUN sh /tmp/setup.run && rm /tmp/setup.run\n',
    },
  ],
  silent: [
    { why: 'one RUN does both', text: 'FROM debian:12\nRUN curl -o /tmp/a https://a/b && rm /tmp/a\n' },
    {
      why: 'only a stage that builds does it',
      text: 'FROM debian:12 AS b\nRUN wget -O /a https://a/b\nRUN rm /a\nFROM debian:12\n',
    },
    {
      why: 'a small script is downloaded',
      text: 'FROM debian:12\nADD https://sh.rustup.rs /rustup-init\nRUN sh /rustup-init -y && rm /rustup-init\n',
    },
    { why: 'another file is deleted', text: 'FROM debian:12\nRUN wget -O /a https://a/b\nRUN rm /b\n' },
    {
      why: 'a small file of the context is replaced',
      text: 'FROM debian:12\nCOPY setup.sh /\nRUN ./setup.sh && rm /setup.sh\n',
    },
    {
      why: 'the download lies in a mount',
      text: 'FROM debian:12\nRUN --mount=type=cache,target=/dl wget -O /dl/a https://a/b\nRUN rm -f /dl/a\n',
    },
    {
      why: 'ADD unpacks such an archive, which another rule says',
      text: 'FROM debian:12\nCOPY a.tgz /\nRUN tar xf /a.tgz && rm /a.tgz\n',
    },
    { why: 'the name is not known', text: 'FROM debian:12\nARG F\nRUN wget -O /$F https://a/b\nRUN rm /tmp/$F\n' },
    {
      why: 'a small file of another stage is deleted',
      text: 'FROM debian:12 AS b\nRUN date > /r.txt\nFROM debian:12\nCOPY --from=b /r.txt /\nRUN cat /r.txt && rm -rf /r.txt\n',
    },
    {
      why: 'only some of what another stage made is deleted',
      text: 'FROM debian:12 AS b\nRUN mkdir /out\nFROM debian:12\nCOPY --from=b /out /srv\nRUN rm -rf /srv/doc\n',
    },
    {
      why: 'a folder of that name is deleted somewhere else',
      text: 'FROM debian:12 AS b\nRUN mkdir /out\nFROM debian:12\nCOPY --from=b /out /out\nRUN cd /usr && rm -rf out\n',
    },
    {
      why: 'it is mounted',
      text: 'FROM debian:12\nRUN --mount=type=bind,source=a.deb,target=/tmp/a.deb dpkg -i /tmp/a.deb\nRUN rm -f /tmp/a.txt\n',
    },
  ],
  references: [
    'https://docs.docker.com/build/building/best-practices/#run',
    'https://docs.docker.com/reference/dockerfile/#run---mounttypebind',
  ],
  *check(build) {
    if (runsCalling(build, ['rm']).length === 0) return
    const made = new Map<string, Made>()
    for (const step of [...finalStages(build)].toReversed().flatMap(stepsOfStage)) {
      const run = runAt(build, step.instruction)
      const deletions =
        run && !run.isTrigger && made.size > 0 ? run.calls.filter(({ program }) => program === 'rm') : []
      const gone = deletions.flatMap(rm => (run ? deletedBy(rm, run, made) : []))
      const [first] = gone
      if (run !== undefined && first !== undefined) {
        yield {
          range: toSource(run.script.text, first.rm.command.range),
          message: `\`${first.path}\` stays in the image: the layer of line ${first.step.instruction.startLine} holds it.`,
          fix: () => mountInstead(build, run, gone) ?? join(build, first, run),
        }
        for (const { path } of gone) made.delete(path)
      }
      for (const one of madeBy(step, run, build.dockerfile.escape)) made.set(one.path, one)
    }
  },
})

/** What of `made` a call deletes as a whole. */
function deletedBy(rm: Call, run: RunStep, made: ReadonlyMap<string, Made>): readonly Deleted[] {
  const isRecursive = hasOption(rm, '-r', '-R', '--recursive')
  return operandsOf(rm.args, new Set()).flatMap(word => {
    const path = pathFrom(foldersAt(run).get(rm.command), run, word.value ?? word.text)
    const one = path === undefined ? undefined : made.get(path)
    return one && (isRecursive || !one.mayBeFolder) ? { ...one, rm, word } : []
  })
}

/** More RUNs than that were kept apart on purpose. */
const FEW = 5

/** Only RUNs that stand below each other become one. */
function join(build: Build, { step }: Made, run: RunStep): Fix | undefined {
  if (step.stage !== run.stage || run.index - step.index >= FEW) return undefined
  const between = run.stage.stage.instructions.slice(step.index, run.index + 1)
  const together = between.flatMap(instruction => runAt(build, instruction) ?? [])
  if (together.length !== between.length) return undefined
  const edits = joinRuns(together)
  return edits && { title: 'Make and delete it in one RUN', safe: true, edits }
}
