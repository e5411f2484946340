import type { ServiceBuild } from '../../documents/compose/compose-file.js'
import type { NamedContext } from '../../documents/named-contexts.js'
import { folderOf, joinPath, type Repository } from '../repository.js'
import { composeFiles, type Project, projectsOf } from './compose-files.js'
import { argumentsFrom, foldersFrom, type KnownBuild } from './known-build.js'
import { isUnknown, pathIn } from './paths.js'

/** The builds of Compose files whose Dockerfile is there. */
export function composeBuilds(repository: Repository): readonly KnownBuild[] {
  const known = new Map<string, KnownBuild>()
  for (const project of projectsOf(repository)) {
    const services = new Set(project.paths.flatMap(path => [...servicesOf(path, repository).keys()]))
    for (const service of services) {
      const build = knownBuild(project, service, repository)
      const key =
        build && JSON.stringify([project.paths[0], service, { ...build, path: '', args: [...(build.args ?? [])] }])
      // An override that changes nothing of the build makes no other one of it.
      if (build && key !== undefined && !known.has(key)) known.set(key, build)
    }
  }
  return [...known.values()]
}

function servicesOf(path: string, repository: Repository) {
  return composeFiles(repository).get(path)?.services ?? new Map<string, never>()
}

function knownBuild(project: Project, service: string, repository: Repository): KnownBuild | undefined {
  const [path = ''] = project.paths
  if (project.paths.length === 1 && project.folder === folderOf(path) && isLaidOver(path, service, repository))
    return undefined
  const builds = project.paths.flatMap(one => buildOf(one, service, project.folder, repository) ?? [])
  const build = builds.reduce<Placed | undefined>((below, above) => (below ? laidOver(below, above) : above), undefined)
  // A file that is laid over another one says only what it changes.
  if (build?.context === undefined || build.dockerfile_inline !== undefined) return undefined
  const { context, dockerfile = 'Dockerfile', target, args = [] } = build
  const filled = (text: string) => withDefaults(text, project, repository)
  const root = pathIn(build.folder, filled(context))
  const written = root === undefined ? undefined : pathIn(root, filled(dockerfile))
  if (root === undefined || written === undefined || !repository.files.has(written)) return undefined
  if (target !== undefined && isUnknown(target)) return undefined
  return {
    path: project.paths.findLast(one => servicesOf(one, repository).get(service)?.build) ?? path,
    origin: 'compose',
    name: service,
    dockerfile: written,
    root,
    target,
    args: argumentsFrom(args.map(filled)),
    contexts: build.contexts?.flatMap(({ folder, named }) =>
      foldersFrom([{ ...named, value: named.value && filled(named.value) }], folder),
    ),
    isBare: true,
  }
}

/**
 * True for a file that may be read together with one of another folder: Compose then has all paths start from the folder of the
 * first.
 */
function isLaidOver(path: string, service: string, repository: Repository): boolean {
  const folder = folderOf(path)
  return [...composeFiles(repository)].some(([other, { services }]) => {
    const above = folderOf(other)
    return above !== folder && services.has(service) && (above === '' || folder.startsWith(`${above}/`))
  })
}

interface Placed extends Omit<ServiceBuild, 'additional_contexts'> {
  /** That `context` starts from. */
  readonly folder: string
  /** Each with the folder that it starts from; undefined when they are not known. */
  readonly contexts: readonly { readonly named: NamedContext; readonly folder: string }[] | undefined
}

/** Nobody goes on from a service that goes on from another one more often than this. */
const DEPTH_LIMIT = 10

/** What a service says of its build, with what it takes over from the services that it goes on from. */
function buildOf(path: string, service: string, folder: string, repository: Repository, depth = 0): Placed | undefined {
  const found = composeFiles(repository).get(path)?.services.get(service)
  if (found === undefined || depth > DEPTH_LIMIT) return undefined
  const own = found.build && placed(found.build, folder)
  if (found.extends === undefined) return own
  const { file, service: name } = found.extends
  const from = file === undefined ? path : pathIn(folder, file)
  if (from === undefined) return own
  const inherited = buildOf(from, name, file === undefined ? folder : folderOf(from), repository, depth + 1)
  return inherited && own ? laidOver(inherited, own) : (own ?? inherited)
}

function placed({ additional_contexts: named = [], ...build }: ServiceBuild, folder: string): Placed {
  return { ...build, folder, contexts: named === 'unknown' ? undefined : named.map(one => ({ named: one, folder })) }
}

function laidOver(below: Placed, above: Placed): Placed {
  return {
    folder: above.context === undefined ? below.folder : above.folder,
    context: above.context ?? below.context,
    dockerfile: above.dockerfile ?? below.dockerfile,
    target: above.target ?? below.target,
    dockerfile_inline: above.dockerfile_inline ?? below.dockerfile_inline,
    contexts: below.contexts && above.contexts && [...below.contexts, ...above.contexts],
    args: [...(below.args ?? []), ...(above.args ?? [])],
  }
}

const VARIABLE = /\$(?:\{(\w+)(?::?-([^${}]*)|:?\?[^${}]*)?\}|(\w+))/g

/**
 * Variables filled in for whoever sets nothing by hand: from the `.env` that Compose reads by itself, where git tracks it, else by
 * the default (`${NAME:-text}`). What is set by neither stays as it is written.
 */
function withDefaults(written: string, { settings }: Project, { files, texts }: Repository): string {
  const paths = settings?.map(folder => joinPath(folder, '.env')).filter(path => files.has(path))
  const known = paths?.map(path => texts.get(path))
  if (known === undefined || known.includes(undefined)) return written
  return written.replace(VARIABLE, (whole, braced: string | undefined, text: string | undefined, bare: string) => {
    const values = new Set(known.flatMap(env => valueIn(env ?? '', braced ?? bare) ?? []))
    const [value = text] = values
    return values.size > 1 || value === undefined || value.includes('$') ? whole : value
  })
}

/** What a `.env` sets a variable to; undefined when it does not. */
function valueIn(env: string, name: string): string | undefined {
  const all = [...env.matchAll(new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(.*?)[ \\t]*\\r?$`, 'gm'))]
  const value = all.at(-1)?.[1]
  const quoted = value && /^(["'])(.*?)\1(?:[ \t]+#.*)?$/.exec(value)
  return quoted ? quoted[2] : value?.replace(/(?:^|[ \t]+)#.*$/, '')
}
