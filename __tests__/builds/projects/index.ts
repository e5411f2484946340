import type { Project } from '../project.js'
import { APT } from './apt.js'
import { CACHES } from './caches.js'
import { COMMANDS } from './commands.js'
import { FILES } from './files.js'
import { INSTALLS } from './installs.js'
import { LABELS } from './labels.js'
import { PACKAGE_MANAGERS } from './package-managers.js'
import { RUNS } from './runs.js'
import { SETTINGS } from './settings.js'
import { STAGES } from './stages.js'

export const PROJECTS: readonly Project[] = [
  ...APT,
  ...CACHES,
  ...COMMANDS,
  ...FILES,
  ...INSTALLS,
  ...LABELS,
  ...PACKAGE_MANAGERS,
  ...SETTINGS,
  ...STAGES,
  ...RUNS,
]

/** Rules with a fix that no project builds, and why. */
export const NOT_BUILT: Readonly<Record<string, string>> = {
  'hidden-mount-result': 'what it mends does not build; tried by hand: the fixed file does',
  shellcheck: 'its fixes are those of another program, and are asked about again; the suite does without it',
  'system-cache-left': 'no image of Alpine, Fedora, openSUSE or Arch Linux is at hand',
  'unreadable-mount': 'what it mends does not build; tried by hand with a secret: the fixed file does',
  'certificates-unchecked': 'it takes a server whose certificate an authority of the image has signed',
  'copy-from-unknown-stage': 'the Dockerfile does not build before its fix',
  'expose-invalid': 'the Dockerfile does not build before its fix',
  'missing-stage-path': 'the Dockerfile does not build before its fix',
  'unknown-user': 'the image does not start before its fix',
}
