import { runsOf, stepsOf } from '../../src/build/build.js'
import { type ContextCopy, contextCopyOf } from '../../src/build/context-copies.js'
import { type ImageFiles, imageFiles } from '../../src/build/image-files.js'
import { type Install, installOf, type Needs } from '../../src/package-managers/installs.js'
import { model } from '../build/modelling.js'
import type { Files } from '../rules/checking.js'

/** The install that the last command of a RUN is; it runs in /app. `before` are instructions above the RUN. */
export function install(command: string, before = ''): Install | undefined {
  const run = runsOf(model(`FROM debian\nWORKDIR /app\n${before}\nRUN ${command}\n`)).at(-1)
  const call = run?.calls.at(-1)
  if (run === undefined || call === undefined) throw new Error(`no command: ${command}`)
  const earlier = run.calls.slice(0, -1)
  return installOf(call, { folder: run.state.workdir ?? '/', variables: run.state.variables, earlier })
}

/** An image with these files in /app. */
export function imageOf(files: Files): ImageFiles {
  const build = model('FROM debian\nCOPY . /app/\n', files)
  const [step] = stepsOf(build, 'COPY')
  const copy = step && contextCopyOf(step, '\\', build.context, new Set())
  if (build.context === undefined) throw new Error('no context')
  return imageFiles(build.context, [copy as ContextCopy])
}

/** What a command needs of these files in /app; undefined when it needs more than manifests. */
export function needs(command: string, files: Files, before = ''): Needs | undefined {
  const found = install(command, before)
  if (found === undefined) throw new Error(`no install: ${command}`)
  return found.needs(imageOf(files))
}

/** The files that it needs, from /app. */
export function read(command: string, files: Files, before = ''): readonly string[] | undefined {
  return needs(command, files, before)?.files.map(path => path.replace(/^\/app\//, ''))
}
