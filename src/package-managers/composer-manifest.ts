import { type Call, hasOption } from '../documents/shell/calls.js'

/** Plugins that put nothing outside `vendor` and read nothing of the project. */
const QUIET_PLUGINS =
  /^(?:phpstan\/extension-installer|pestphp\/pest-plugin|dealerdirect\/phpcodesniffer-composer-installer|php-http\/discovery|composer\/package-versions-deprecated|infection\/extension-installer|phpro\/grumphp(?:-shim)?|symfony\/runtime|yiisoft\/yii2-composer|bamarni\/composer-bin-plugin)$/
/** Packages that are such plugins and need no permission in older versions of Composer. */
const LOUD_PACKAGES =
  /^(?:composer\/installers|cweagles\/composer-patches|drupal\/core-composer-scaffold|johnpbloch\/wordpress.*|oomphinc\/composer-installers-extender|roots\/wordpress.*|symfony\/flex|wikimedia\/composer-merge-plugin)$/
const LOUD_EXTRA = ['installer-paths', 'merge-plugin', 'drupal-scaffold', 'patches']

/** True when `composer install` reads more of the project than its manifest: scripts, plugins, lists of classes, paths. */
export function composerNeedsMore(text: string, call: Call): boolean {
  const manifest = jsonOf(text)
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

type Json = Readonly<Record<string, unknown>>

function listsClasses(manifest: Json, settings: Json): boolean {
  const loaders = [manifest.autoload, manifest['autoload-dev']].map(objectOr)
  const optimizes = ['optimize-autoloader', 'classmap-authoritative', 'apcu-autoloader'].some(name => settings[name])
  return optimizes || loaders.some(loader => loader.classmap !== undefined || loader['psr-0'] !== undefined)
}

function isLocal(repository: unknown): boolean {
  const { type, url } = objectOr(repository)
  return type === 'path' || type === 'artifact' || /^(?:\.|\/|file:)/.test(String(url ?? ''))
}

function jsonOf(text: string): Json | undefined {
  try {
    return objectOr(JSON.parse(text))
  } catch {
    return undefined
  }
}

function objectOr(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}
