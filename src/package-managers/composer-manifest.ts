import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'
import { type Call, hasOption } from '../documents/shell/calls.js'
import { type Json, objectOr, readJson } from './package-json.js'

/** Plugins that put nothing outside `vendor` and read nothing of the project. */
const QUIET_PLUGINS =
  /^(?:phpstan\/extension-installer|pestphp\/pest-plugin|dealerdirect\/phpcodesniffer-composer-installer|php-http\/discovery|composer\/package-versions-deprecated|infection\/extension-installer|phpro\/grumphp(?:-shim)?|symfony\/runtime|yiisoft\/yii2-composer|bamarni\/composer-bin-plugin)$/
/** Packages that are such plugins and need no permission in older versions of Composer. */
const LOUD_PACKAGES =
  /^(?:composer\/installers|cweagles\/composer-patches|drupal\/core-composer-scaffold|johnpbloch\/wordpress.*|oomphinc\/composer-installers-extender|roots\/wordpress.*|symfony\/flex|wikimedia\/composer-merge-plugin)$/
const LOUD_EXTRA = ['installer-paths', 'merge-plugin', 'drupal-scaffold', 'patches']

/** True when `composer install` reads more of the project than its manifest: scripts, plugins, lists of classes, archives. */
export function composerNeedsMore(text: string, call: Call): boolean {
  const manifest = readJson(text)
  if (manifest === undefined) return true
  const { scripts, config, extra, repositories } = manifest
  const settings = objectOr(config)
  if (!hasOption(call, '--no-scripts') && Object.keys(objectOr(scripts)).length > 0) return true
  if (!hasOption(call, '--no-autoloader') && listsClasses(manifest, settings)) return true
  if (settings['vendor-dir'] !== undefined || settings['bin-dir'] !== undefined) return true
  if (Object.values(objectOr(repositories)).some(isLocal)) return true
  if (hasOption(call, '--no-plugins')) return false
  const allowed = settings['allow-plugins']
  const plugins = Object.entries(objectOr(allowed)).flatMap(([name, isOn]) => (isOn === false ? [] : name))
  const packages = [manifest.require, manifest['require-dev']].flatMap(group => Object.keys(objectOr(group)))
  if (allowed === true || plugins.some(name => !QUIET_PLUGINS.test(name))) return true
  return packages.some(name => LOUD_PACKAGES.test(name)) || LOUD_EXTRA.some(name => objectOr(extra)[name] !== undefined)
}

/**
 * The manifests of the packages that lie in the project. Composer links their folders by what the lock file says of them: each has to be
 * there, and what is in it may follow (tried out with Composer 2.5).
 * @returns undefined when one is copied, or the install reads more of it
 */
export function composerPackages(manifest: string, files: ImageFiles, call: Call): readonly string[] | undefined {
  const folder = posix.dirname(manifest)
  const { repositories } = objectOr(readJson(files.textOf(manifest)))
  const lock = readJson(files.textOf(posix.join(folder, 'composer.lock')))
  const hasPaths = Object.values(objectOr(repositories)).some(one => objectOr(one).type === 'path')
  // Without a lock file their versions may be those of branches of git.
  if (lock === undefined) return hasPaths ? undefined : []
  const locked = [lock.packages, lock['packages-dev']].flatMap(group => Object.values(objectOr(group)).map(objectOr))
  const local = locked.filter(({ dist }) => objectOr(dist).type === 'path')
  const found: string[] = []
  for (const one of local) {
    const url = String(objectOr(one.dist).url ?? '')
    const path = posix.resolve(folder, url, 'composer.json')
    if (!/^[\w.]/.test(url) || !files.isFile(path) || readsPackage(one, call)) return undefined
    found.push(path)
  }
  return found
}

/** True when more of a package in the project is read than that it is there. */
function readsPackage({ type = 'library', bin, autoload, 'transport-options': options }: Json, call: Call): boolean {
  const isCopied = objectOr(options).symlink === false
  // Plugins work while it is installed, and other kinds of packages are theirs.
  const isPlain = type === 'library' || type === 'project'
  const isScanned = objectOr(autoload).classmap !== undefined && !hasOption(call, '--no-autoloader')
  return isCopied || !isPlain || isScanned || bin !== undefined
}

function listsClasses(manifest: Json, settings: Json): boolean {
  const loaders = [manifest.autoload, manifest['autoload-dev']].map(objectOr)
  const optimizes = ['optimize-autoloader', 'classmap-authoritative', 'apcu-autoloader'].some(name => settings[name])
  return optimizes || loaders.some(loader => loader.classmap !== undefined || loader['psr-0'] !== undefined)
}

/** True for what lies in the project and is no folder of a package. */
function isLocal(repository: unknown): boolean {
  const { type, url } = objectOr(repository)
  return type !== 'path' && (type === 'artifact' || /^(?:\.|\/|file:)/.test(String(url ?? '')))
}
