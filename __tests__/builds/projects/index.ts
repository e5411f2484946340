import type { Project } from '../project.js'
import { APT } from './apt.js'
import { CACHES } from './caches.js'
import { COMMANDS } from './commands.js'
import { FAILURES } from './failures.js'
import { FILES } from './files.js'
import { INSTALLS } from './installs.js'
import { LABELS } from './labels.js'
import { PACKAGE_MANAGERS } from './package-managers.js'
import { RUNS } from './runs.js'
import { SETTINGS } from './settings.js'
import { STAGES } from './stages.js'
import { STAMPS } from './stamps.js'
import { SYSTEM_CACHES } from './system-caches.js'
import { WORKSPACES } from './workspaces.js'

export const PROJECTS: readonly Project[] = [
  ...APT,
  ...CACHES,
  ...COMMANDS,
  ...FAILURES,
  ...FILES,
  ...INSTALLS,
  ...LABELS,
  ...PACKAGE_MANAGERS,
  ...SETTINGS,
  ...STAGES,
  ...STAMPS,
  ...SYSTEM_CACHES,
  ...WORKSPACES,
  ...RUNS,
]

/** Rules with a fix that no project builds, and why. */
export const NOT_BUILT: Readonly<Record<string, string>> = {
  'ignore-root-only': 'a fix of an ignore file: ignore-files.test.ts builds with it',
  'ignore-without-effect': 'likewise',
}
