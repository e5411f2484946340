import { posix } from 'node:path'
import picomatch from 'picomatch'
import * as v from 'valibot'
import { withoutSlash } from '../build/context-copies.js'
import type { ImageFiles } from '../build/image-files.js'
import { readDocuments } from '../documents/read-documents.js'
import type { Manager } from './node-managers.js'
import { type Json, objectOr, readJson } from './package-json.js'

/** A package of a workspace. */
export interface Member {
  /** In the image, absolute. */
  readonly folder: string
  readonly manifest: Json
}

/**
 * The packages of the workspace that a project is, besides itself; none when it is no workspace.
 * @returns undefined when they cannot be told, or more of one of them is read than its manifest
 */
export function membersOf(
  { name, lockFiles }: Manager,
  root: string,
  manifest: Json,
  files: ImageFiles,
): readonly Member[] | undefined {
  const patterns = patternsOf(name, root, manifest, files)
  const isMatch = patterns && matcher(name, patterns)
  if (patterns?.length === 0) return []
  if (patterns === undefined || isMatch === undefined) return undefined
  const members: Member[] = []
  for (const path of files.filesIn(root)) {
    if (path === 'package.json' || !isMatch(path)) continue
    const folder = posix.join(root, posix.dirname(path))
    const member = readJson(files.textOf(posix.join(root, path)))
    if (member === undefined || isCopiedOrNested(member) || hasOtherManifest(folder, files)) return undefined
    if (linksFiles(folder, member, files)) return undefined
    members.push({ folder, manifest: member })
  }
  const found = new Set([root, ...members.map(({ folder }) => folder)])
  const plain = patterns.filter(pattern => !/[*?[\]{}()!]/.test(pattern))
  const locked = lockFiles.flatMap(lock => lockedFolders(lock, files.textOf(posix.join(root, lock)) ?? ''))
  // One that is not found may lie in a submodule.
  const isAll = [...plain, ...locked].every(folder => found.has(withoutSlash(posix.join(root, folder))))
  return isAll ? members : undefined
}

const PNPM_WORKSPACE = v.nullish(v.object({ packages: v.optional(v.array(v.string())) }))

/** The patterns of folders; undefined when they could not be read. */
function patternsOf(
  manager: Manager['name'],
  root: string,
  { workspaces }: Json,
  files: ImageFiles,
): readonly string[] | undefined {
  if (manager === 'pnpm' && files.isFile(posix.join(root, 'pnpm-workspace.yaml'))) {
    const text = files.textOf(posix.join(root, 'pnpm-workspace.yaml'))
    const documents = readDocuments(text ?? '', PNPM_WORKSPACE)
    return text === undefined || documents.length > 1 || (documents.length === 0 && /^\s*[^\s#]/m.test(text))
      ? undefined
      : (documents[0]?.packages ?? [])
  }
  if (workspaces === undefined) return []
  // pnpm does not read them, and for Bun no build has shown what it reads.
  if (manager === 'pnpm' || manager === 'bun') return undefined
  const listed: unknown = Array.isArray(workspaces) ? workspaces : objectOr(workspaces).packages
  return Array.isArray(listed) && listed.every(one => typeof one === 'string') ? listed : undefined
}

/** Tells manifests of members by their paths. Managers differ in what `!` takes away where more is added behind it. */
function matcher(manager: Manager['name'], patterns: readonly string[]): ((path: string) => boolean) | undefined {
  const isNegated = patterns.map(pattern => pattern.startsWith('!'))
  if (
    isNegated.includes(true) &&
    (manager === 'yarn' || (manager === 'npm' && isNegated.lastIndexOf(false) > isNegated.indexOf(true)))
  )
    return undefined
  if (patterns.some(pattern => /^!?\/|\.\.(?:\/|$)|\\/.test(pattern))) return undefined
  const globs = patterns.map(pattern => `${pattern.replace(/^!?(?:\.\/)*/, '').replace(/\/+$/, '')}/package.json`)
  const isAny = (wanted: boolean) => {
    const chosen = globs.filter((_, i) => isNegated[i] === wanted)
    return chosen.length === 0 ? () => false : picomatch(chosen, { dot: true })
  }
  const [isIn, isOut] = [isAny(false), isAny(true)]
  return path =>
    posix.basename(path) === 'package.json' && !path.includes('node_modules/') && isIn(path) && !isOut(path)
}

/** True when a member is copied to where it is used, in place of a link, or is a workspace of its own. */
function isCopiedOrNested({ workspaces, dependenciesMeta, publishConfig }: Json): boolean {
  const isInjected = Object.values(objectOr(dependenciesMeta)).some(meta => objectOr(meta).injected === true)
  return workspaces !== undefined || isInjected || objectOr(publishConfig).directory !== undefined
}

function hasOtherManifest(folder: string, files: ImageFiles): boolean {
  return ['package.yaml', 'package.json5', 'npm-shrinkwrap.json'].some(name => files.isFile(posix.join(folder, name)))
}

/** True when programs of a package are there: no manager links one that it does not find while it installs. */
export function linksFiles(folder: string, { bin, directories }: Json, files: ImageFiles): boolean {
  if (objectOr(directories).bin !== undefined) return true
  const programs = typeof bin === 'string' ? [bin] : Object.values(objectOr(bin))
  return programs.some(path => files.isFile(posix.join(folder, String(path))))
}

/** The folders of the members that a lock file names, from the root. */
function lockedFolders(name: string, text: string): readonly string[] {
  if (text === '') return []
  if (name === 'yarn.lock') return foldersIn(text, /^ {2}resolution: "[^"]*@workspace:([^"]+)"/gm)
  if (name === 'pnpm-lock.yaml') {
    const importers = /^importers:\r?\n((?:(?: .*)?\r?\n)*)/m.exec(text)?.[1] ?? ''
    return foldersIn(importers, /^ {2}['"]?([^\s'"].*?)['"]?:/gm)
  }
  const packages = objectOr(readJson(text)?.packages)
  return Object.entries(packages).flatMap(([path, one]) =>
    path === '' || path.includes('node_modules/') || objectOr(one).extraneous === true ? [] : path,
  )
}

function foldersIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, folder = '.']) => (folder === '.' ? [] : folder))
}
