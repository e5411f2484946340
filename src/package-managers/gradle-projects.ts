import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'

/** A script is a program: what it reads besides can only be excluded when it speaks of no files at all. */
const SPEAKS_OF_FILES =
  /file|path|include|apply[\s(]*from|exec|\bgit\b|\.text\b|read|dir\b|url\W*(?:uri\W*)?["'](?!\w+:\/\/)/i
const COMMENT = /\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|(?:^|\s)\/\/.*$/gm
/** `include 'app', ':lib:core'`; what it names lies in folders of these names. */
const INCLUDE = /\binclude\b[\s(]*(["'][\w:.-]+["'](?:\s*,\s*["'][\w:.-]+["'])*)(?:[\s,]*\))?(?!\s*[,+.])/g

/** True when a build script may read more of the project. */
export function gradleNeedsMore(text: string): boolean {
  return SPEAKS_OF_FILES.test(text)
}

/**
 * The manifests of the projects that the settings include. Gradle runs the build script of each, whatever it is asked for, and looks at
 * no source to tell dependencies (tried out with Gradle 4.4).
 * @returns undefined when they cannot be told, or a script may read more
 */
export function gradleProjects(manifest: string, files: ImageFiles): readonly string[] | undefined {
  const root = posix.dirname(manifest)
  const settings = scriptsIn(root, 'settings', files)
  if (settings.length === 0) return []
  const text = files.textOf(settings[0] ?? '')?.replace(COMMENT, '')
  if (settings.length > 1 || text === undefined || gradleNeedsMore(text.replace(INCLUDE, ''))) return undefined
  const folders = includedBy(text)
  const found: string[] = []
  for (const folder of folders) {
    const at = posix.join(root, folder)
    const [script, ...others] = scriptsIn(at, 'build', files)
    const isParent = folders.some(other => other.startsWith(`${folder}/`))
    // Its folder has to be there, which the manifest of another project may see to.
    if (others.length > 0 || (script === undefined && !isParent)) return undefined
    const written = script === undefined ? '' : files.textOf(script)
    if (written === undefined || gradleNeedsMore(written)) return undefined
    const beside = ['gradle.properties', 'gradle.lockfile'].map(name => posix.join(at, name))
    found.push(...(script === undefined ? [] : [script]), ...beside.filter(files.isFile))
  }
  return found
}

/** The folders of all projects but the first, from its own: `:lib:core` is one of `lib`, which is one as well. */
function includedBy(settings: string): readonly string[] {
  const paths = [...settings.matchAll(INCLUDE)].flatMap(([, names = '']) =>
    [...names.matchAll(/["']:?([^"']+)["']/g)].map(([, path = '']) => path.split(':')),
  )
  return [...new Set(paths.flatMap(parts => parts.map((_, i) => parts.slice(0, i + 1).join('/'))))].sort()
}

function scriptsIn(folder: string, name: string, files: ImageFiles): readonly string[] {
  return [`${name}.gradle`, `${name}.gradle.kts`].map(script => posix.join(folder, script)).filter(files.isFile)
}
