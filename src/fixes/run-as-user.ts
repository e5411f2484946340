import { type Build, stepsOfStage } from '../build/build.js'
import { lastCommands } from '../build/last-commands.js'
import { startedTexts, writesFiles } from '../build/started.js'
import type { StageBuild, State } from '../build/state.js'
import { isCommand } from '../documents/dockerfile/commands.js'
import { opensLowPort } from '../documents/dockerfile/ports.js'
import type { Fix } from './edits.js'
import { insertAbove, insertBelow } from './instruction-edits.js'

/** Runs the program as the one user that the file creates, or that the base image has for programs. */
export function runAsUser(build: Build, stage: StageBuild, state: State): Fix | undefined {
  const { dockerfile } = build
  const name = userOf(stage, state)
  const steps = stepsOfStage(stage).filter(({ isTrigger }) => !isTrigger)
  const last = steps.at(-1)?.instruction
  const started = lastCommands(stage).flatMap(({ arguments: { text } }) => startedTexts(build, text))
  // A server of the system beside the program wants folders of its own.
  if (/\b(?:apk|apt-get|dnf|yum) [^|;]*\b(?:nginx|apache2|httpd|supervisor)\b/.test(dockerfile.text)) return undefined
  if (startsByCorepack(build, stage) || isForDevelopers(stage) || started.some(writesFiles)) return undefined
  if (name === undefined || last === undefined || steps.some(({ instruction }) => opensLowPort(instruction)))
    return undefined
  const lastWork = steps.findLastIndex(({ instruction: { keyword } }) =>
    /^(?:ADD|COPY|RUN|USER|WORKDIR)$/.test(keyword),
  )
  const command = steps.slice(lastWork + 1).find(({ instruction }) => isCommand(instruction))?.instruction
  const edit = command
    ? insertAbove(dockerfile, command, `USER ${name}`)
    : insertBelow(dockerfile, last, `USER ${name}`)
  return { title: `Run as ${name}; what it writes to must then be that user's`, safe: false, edits: [edit] }
}

/** What root has prepared with corepack nobody else has. */
function startsByCorepack({ dockerfile }: Build, stage: StageBuild): boolean {
  const commands = lastCommands(stage).map(({ arguments: { text } }) => text)
  return /\bcorepack\b/.test(dockerfile.text) && commands.some(text => /\b(?:pnpm|yarn)\b/.test(text))
}

/** A stage with that name is one to work in. */
function isForDevelopers({ parent, stage: { name } }: StageBuild): boolean {
  return /^dev|[-_]dev/i.test(name ?? '') || (parent !== undefined && isForDevelopers(parent))
}

/** The one user that the file creates, or that the base image has for programs. */
function userOf(stage: StageBuild, { users }: State): string | undefined {
  const { image } = stage
  const isOfBase = (name: string) => image.users.some(user => user.name === name)
  const created = [...new Set(users.map(({ name }) => name).filter(name => !isOfBase(name)))]
  if (created.length > 0)
    return created.length === 1 && /^[a-z_][\w-]*$/i.test(created[0] ?? '') ? created[0] : undefined
  const [user] = image.users
  if (user?.name === 'app' && image.users.length === 1 && user.uid === 1654) return '$APP_UID'
  return user?.name === 'node' || user?.name === 'bun' || user?.name === 'deno' ? user.name : undefined
}
