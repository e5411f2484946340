import type { Project } from '../project.js'
import { APT } from './apt.js'
import { CACHES } from './caches.js'
import { COMMANDS } from './commands.js'
import { FILES } from './files.js'
import { INSTALLS } from './installs.js'
import { RUNS } from './runs.js'
import { STAGES } from './stages.js'

export const PROJECTS: readonly Project[] = [...APT, ...CACHES, ...COMMANDS, ...FILES, ...INSTALLS, ...STAGES, ...RUNS]

/** Rules with a fix that no project builds, and why. */
export const NOT_BUILT: Readonly<Record<string, string>> = {
  'certificates-unchecked': 'it takes a server whose certificate an authority of the image has signed',
}
