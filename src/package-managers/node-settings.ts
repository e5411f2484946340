import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'
import type { Json } from './package-json.js'

/** What Yarn reads besides. From version 2 on it is a file of the repository, and links packages in ways of its own. */
export function yarnFiles(folder: string, manifest: Json, files: ImageFiles): readonly string[] | undefined {
  const settings = files.textOf(posix.join(folder, '.yarnrc.yml'))
  const isModern = settings !== undefined || /^yarn@(?!1\.)/.test(String(manifest.packageManager ?? ''))
  if (!isModern) return []
  if (!/^nodeLinker:\s*["']?(?:node-modules|pnpm)\b/m.test(settings ?? '')) return undefined
  const own = ['.yarn/releases', '.yarn/plugins'].map(name => posix.join(folder, name))
  return own.flatMap(path => files.filesIn(path).map(file => posix.join(path, file)))
}

const PNPM_SETTINGS =
  /^(?:patchedDependencies|modulesDir|virtualStoreDir|lockfileDir|injectWorkspacePackages|sharedWorkspaceLockfile|(?:global)?[pP]npmfile|packageConfigs)\s*:/m
const LOCAL_VALUE = /:\s+["']?(?:(?:file|link|patch|portal|workspace):|\.{0,2}\/)/
const NPM_SETTINGS =
  /^\s*(?:prefix|modules-dir|virtual-store-dir|lockfile-dir|cafile|userconfig|globalconfig|(?:global-)?pnpmfile|install-links|inject-workspace-packages|shared-workspace-lockfile)\s*=|file:/m

const YARN_SETTINGS =
  /^(?:caFilePath|httpsC\w+FilePath|patchFolder|pnpUnpluggedFolder|virtualFolder|enableConstraintsChecks)\s*:|^yarnPath:\s*["']?(?!(?:\.\/)?\.yarn\/releases\/)|\bpath:\s*["']?(?!(?:\.\/)?\.yarn\/plugins\/)/m

/** True when a settings file names further files, or moves what is installed. */
export function readsMore(name: string, text: string | undefined): boolean {
  if (text === undefined) return name !== 'bunfig.toml'
  switch (name) {
    case 'pnpm-workspace.yaml':
      return PNPM_SETTINGS.test(text) || LOCAL_VALUE.test(text)
    case '.yarnrc':
      return /yarn-path|offline-mirror|modules-folder/.test(text)
    case '.npmrc':
      return NPM_SETTINGS.test(text)
    case '.yarnrc.yml':
      return YARN_SETTINGS.test(text)
    default:
      return false
  }
}
