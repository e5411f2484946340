import { parseDockerignore } from '../../documents/dockerignore/document.js'
import { remembered } from '../../remembered.js'
import { type Build, finalStages } from '../build.js'
import { knownBuildsOf } from '../builds/known-builds.js'
import type { Context } from '../context.js'
import { entriesByFolder, folderOf, foldersOf, joinPath, nameOf, type Repository } from '../repository.js'
import { gitIgnores } from '../untracked.js'
import { mayReadGit } from './git-readers.js'
import { madeInPlace } from './made-in-place.js'
import { type WholeCopy, wholeCopies } from './whole-copies.js'

/** What a copy takes in though the image does without it, or makes it by itself. */
export interface Clutter {
  readonly kind: 'git' | 'made' | 'secret'
  /** In the context. */
  readonly path: string
}

/** Clutter with the first copy that takes it in. */
export interface ClutteredCopy {
  readonly copy: WholeCopy
  readonly clutter: readonly Clutter[]
}

/**
 * What lies beside the tracked files where a build is started and comes along with them: the folder of git, what tools of the
 * project have made (and git ignores), settings with secrets. Nothing of it is in the repository's list.
 */
export const clutteredCopies = remembered((build: Build): readonly ClutteredCopy[] => {
  const { context } = build
  if (context === undefined) return []
  const seen = new Set<string>()
  return wholeCopies(build).flatMap(copy => {
    const clutter = clutterIn(build, context, copy).filter(({ path }) => !seen.has(path))
    for (const { path } of clutter) seen.add(path)
    return clutter.length > 0 ? [{ copy, clutter }] : []
  })
})

function clutterIn(build: Build, context: Context, copy: WholeCopy): readonly Clutter[] {
  const { repository } = build
  const { folder } = copy
  const projects = [folder, ...foldersBelow(context, folder)]
  const all = projects.flatMap(project => clutterOf(build, context, project))
  // What a stage that is left behind holds is in nobody's image.
  const found = finalStages(build).has(copy.step.stage) ? all : all.filter(({ kind }) => kind !== 'secret')
  const isTopOfGit = folder === '' && context.root === '' && hasGit(repository) && !isFetched(build)
  if (isTopOfGit && !context.isIgnored('.git/config') && !mayReadGit(build))
    found.unshift({ kind: 'git', path: '.git' })
  return found
}

/** All builds that are known have BuildKit fetch the repository, and then there is no `.git` in the context. */
function isFetched({ dockerfile, repository }: Build): boolean {
  const known = knownBuildsOf(dockerfile.path, repository)
  return known.length > 0 && known.every(({ isWithoutGit }) => isWithoutGit)
}

/** Projects in a project that are installed by themselves. */
function foldersBelow(context: Context, folder: string): readonly string[] {
  const locks = context.filesNamed('package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'composer.lock')
  return [...new Set(locks.map(folderOf))]
    .filter(one => (folder === '' ? one !== '' : one.startsWith(`${folder}/`)))
    .sort()
}

function clutterOf(build: Build, context: Context, project: string): Clutter[] {
  const files = (entriesByFolder(build.repository).get(joinPath(context.root, project)) ?? []).map(nameOf)
  const above = project === '' ? undefined : manifestsAbove(context, project, build.repository)
  const made = madeInPlace(build, files, above).map(name => ({ kind: 'made' as const, path: joinPath(project, name) }))
  const secrets =
    files.some(file => SETTINGS_TEMPLATE.test(file)) && !mayWantSettings(build, project)
      ? [{ kind: 'secret' as const, path: joinPath(project, '.env') }]
      : []
  return [...made, ...secrets].filter(({ path, kind }) => {
    const whole = joinPath(context.root, path)
    if (context.isIgnored(kind === 'made' ? `${path}/a` : path) || isMeantForRoot(build, path)) return false
    return !isTracked(build.repository, whole) && gitIgnores(whole, build.repository)
  })
}

/** True where a line of the ignore file has the name alone, and matches only at the root: that line is what is wrong then. */
function isMeantForRoot({ context, repository }: Build, path: string): boolean {
  const text = repository.texts.get(context?.ignorePath ?? '')
  if (text === undefined || !path.includes('/')) return false
  return parseDockerignore('', text).patterns.some(({ keeps, text: name }) => !keeps && name === nameOf(path))
}

/** The names of the files in the folders of the context above a project, of which it may be a part. */
function manifestsAbove({ root }: Context, project: string, repository: Repository): ReadonlySet<string> {
  const names = new Set<string>()
  for (let at = folderOf(project); ; at = folderOf(at)) {
    for (const path of entriesByFolder(repository).get(joinPath(root, at)) ?? []) names.add(nameOf(path))
    if (at === '') return names
  }
}

/** The Dockerfile speaks of the file, or a framework reads it when the program is built. */
function mayWantSettings({ dockerfile, context }: Build, project: string): boolean {
  if (/(?<![\w.-])\.env(?![\w.-])/.test(dockerfile.text)) return true
  return /"(?:next|nuxt|vite|react-scripts|@vue\/cli-service|gatsby|astro|@sveltejs\/kit|@angular\/core|expo)"/.test(
    context?.textOf(joinPath(project, 'package.json')) ?? '',
  )
}

/** Where such a file lies, each who works on the project is told to make a `.env` of it. */
export const SETTINGS_TEMPLATE = /^\.?env\.(?:dist|example|sample|template)$|^\.env-(?:example|sample)$/

function isTracked(repository: Repository, path: string): boolean {
  return repository.files.has(path) || foldersOf(repository).has(path)
}

function hasGit({ files }: Repository): boolean {
  return files.has('.gitignore') || files.has('.gitattributes') || files.has('.gitmodules')
}
