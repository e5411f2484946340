import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'

const NAMES_FILE = /^(?:-r|--requirement|-c|--constraint)[\s=]*(.+)$/
const NAMES_PLACE = /^(?:-e|--editable|-f|--find-links)[\s=]*(.+)$/

/**
 * The requirements files that pip reads when it is given some: those and all that they name.
 * @returns undefined when one of them is not there, was not read, or names packages that lie in the project
 */
export function requirementFiles(named: readonly string[], files: ImageFiles): readonly string[] | undefined {
  const found = new Set<string>()
  const open = [...named]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue
    found.add(path)
    const text = files.textOf(path)
    const more = text === undefined ? undefined : filesNamedIn(text)
    if (more === undefined) return undefined
    const folder = posix.dirname(path)
    open.push(...more.map(name => posix.resolve(folder, name)))
  }
  return [...found].sort()
}

function filesNamedIn(text: string): readonly string[] | undefined {
  const named: string[] = []
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const requirement = line.replace(/(?:^|\s)#.*$/, '').trim()
    const file = NAMES_FILE.exec(requirement)?.[1]
    if (file !== undefined) {
      if (/\$\{/.test(file)) return undefined
      if (!file.includes('://')) named.push(file)
    } else if (requirement.startsWith('-')) {
      const place = NAMES_PLACE.exec(requirement)?.[1]
      // pip checks what is editable out below the folder that it runs in.
      if (place !== undefined && (!place.includes('://') || place.startsWith('file:') || /^-e|^--ed/.test(requirement)))
        return undefined
    } else if (isOfProject(requirement)) return undefined
  }
  return named
}

/** True for what pip takes as a path: `.`, `./tool[extra]`, `wheels/tool.whl`, `tool @ file:///src/tool`. */
export function isOfProject(requirement: string): boolean {
  if (/^file:|@\s*(?:file:|[./~])/.test(requirement)) return true
  const [name = ''] = requirement.split(/\s+@\s+|;|\s--/)
  if (/^[\w.+]+:\/\/|^\w[\w.-]*(?:\[[^\]]*\])?@/.test(name)) return false
  return /^[.~]|\/|\.(?:whl|zip|tar\.\w+|tgz)$/.test(name.trim())
}
