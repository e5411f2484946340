import { posix } from 'node:path'
import { isComposeName } from '../documents/compose/names.js'
import { readServices, type Service, type ServiceBuild } from '../documents/compose/services.js'
import { remembered, rememberedFor } from '../remembered.js'
import { grouped } from './grouped.js'
import { folderOf, joinPath, nameOf, type Repository } from './repository.js'

/** A build that a file of the repository describes. Paths are from the repository's root. */
export interface KnownBuild {
  /** The file that says so. */
  readonly path: string
  readonly service: string
  readonly dockerfile: string
  /** The build context; empty for the repository's root. */
  readonly root: string
  /** The stage that is wanted; undefined for the last one. */
  readonly target: string | undefined
  /** It puts other images or folders in the place of stages. */
  readonly hasNamedContexts: boolean
}

type Services = ReadonlyMap<string, Service>

const composeFiles = remembered(
  ({ texts }: Repository): ReadonlyMap<string, Services> =>
    new Map([...texts].flatMap(([path, text]) => (isComposeName(nameOf(path)) ? [[path, readServices(text)]] : []))),
)

const byDockerfile = remembered((repository: Repository): ReadonlyMap<string, readonly KnownBuild[]> => {
  const builds = [...composeFiles(repository)].flatMap(([path, services]) =>
    [...services.keys()].flatMap(service => knownBuild(path, service, repository) ?? []),
  )
  return grouped(builds, ({ dockerfile }) => dockerfile)
})

/** How Compose files of the repository build a Dockerfile: what variables decide, or another repository holds, is left out. */
export function knownBuildsOf(dockerfile: string, repository: Repository): readonly KnownBuild[] {
  return byDockerfile(repository).get(dockerfile) ?? []
}

/** The folder that all builds of a Dockerfile have for their context; undefined when none is known, or they differ. */
export const knownRootOf = rememberedFor((repository: Repository, dockerfile: string): string | undefined => {
  const roots = new Set(knownBuildsOf(dockerfile, repository).map(({ root }) => root))
  return roots.size === 1 ? [...roots][0] : undefined
})

function knownBuild(path: string, service: string, repository: Repository): KnownBuild | undefined {
  const build = buildOf(path, service, repository)
  // A file that is laid over another one says only what it changes.
  if (build?.context === undefined || build.dockerfile_inline !== undefined) return undefined
  if (isLaidOver(path, service, repository)) return undefined
  const { context, dockerfile = 'Dockerfile', target } = build
  const texts = [context, dockerfile].map(text => withDefaults(text, build.folder, repository))
  const root = inRepository(build.folder, texts[0] ?? '')
  const written = root === undefined ? undefined : inRepository(root, texts[1] ?? '')
  if (root === undefined || written === undefined || !repository.files.has(written)) return undefined
  if (target !== undefined && isUnknown(target)) return undefined
  const hasNamedContexts = build.additional_contexts !== undefined
  return { path, service, dockerfile: written, root, target, hasNamedContexts }
}

/**
 * True for a file that may be read together with one of another folder: Compose then has all paths start from the folder of the
 * first, or from where `project_directory` says.
 */
function isLaidOver(path: string, service: string, repository: Repository): boolean {
  const folder = folderOf(path)
  return [...composeFiles(repository)].some(([other, services]) => {
    const above = folderOf(other)
    if (above === folder) return false
    if (repository.texts.get(other)?.includes('project_directory')) return true
    return services.has(service) && (above === '' || folder.startsWith(`${above}/`))
  })
}

type Placed = ServiceBuild & { /** That `context` starts from. */ readonly folder: string }

/** Nobody goes on from a service that goes on from another one more often than this. */
const DEPTH_LIMIT = 10

/** What a service says of its build, with what it takes over from the services that it goes on from. */
function buildOf(path: string, service: string, repository: Repository, depth = 0): Placed | undefined {
  const found = composeFiles(repository).get(path)?.get(service)
  if (found === undefined || depth > DEPTH_LIMIT) return undefined
  const own = found.build && { ...found.build, folder: folderOf(path) }
  if (found.extends === undefined) return own
  const { file, service: name } = found.extends
  const from = file === undefined ? path : inRepository(folderOf(path), file)
  const inherited = from === undefined ? undefined : buildOf(from, name, repository, depth + 1)
  if (inherited === undefined || own === undefined) return own ?? inherited
  return {
    folder: own.context === undefined ? inherited.folder : own.folder,
    context: own.context ?? inherited.context,
    dockerfile: own.dockerfile ?? inherited.dockerfile,
    target: own.target ?? inherited.target,
    dockerfile_inline: own.dockerfile_inline ?? inherited.dockerfile_inline,
    additional_contexts: own.additional_contexts ?? inherited.additional_contexts,
  }
}

function isUnknown(text: string): boolean {
  return /[$]|:\/\/|^[\w.-]+@[\w.-]+:/.test(text)
}

/** A path of the repository; undefined for one that leads out of it, or that only a variable or a server knows. */
function inRepository(folder: string, text: string): string | undefined {
  if (isUnknown(text) || posix.isAbsolute(text)) return undefined
  const path = posix.normalize(joinPath(folder, text)).replace(/\/$/, '')
  if (path === '..' || path.startsWith('../')) return undefined
  return path === '.' ? '' : path
}

/** `${NAME:-text}` is `text` for whoever sets nothing, neither by hand nor in the `.env` that Compose reads by itself. */
function withDefaults(written: string, folder: string, { files, texts }: Repository): string {
  const path = joinPath(folder, '.env')
  const settings = files.has(path) ? texts.get(path) : ''
  return written.replace(/\$\{(\w+):?-([^${}]*)\}/g, (whole, name: string, text: string) =>
    settings === undefined || new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`, 'm').test(settings) ? whole : text,
  )
}
