import type { Project } from '../project.js'
import { APT } from './apt.js'
import { CACHES } from './caches.js'
import { COMMANDS } from './commands.js'
import { FILES } from './files.js'
import { INSTALLS } from './installs.js'

export const PROJECTS: readonly Project[] = [...APT, ...CACHES, ...COMMANDS, ...FILES, ...INSTALLS]

/** Rules with a fix that no project builds, and why. */
export const NOT_BUILT: Readonly<Record<string, string>> = {}
