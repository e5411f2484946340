import * as v from 'valibot'
import { type NamedContext, namedContext } from '../named-contexts.js'
import { readDocuments } from '../read-documents.js'

/** What a service says of the image that is built for it. */
export interface ServiceBuild {
  /** As written: a folder, or the address of a repository. */
  readonly context?: string | undefined
  readonly dockerfile?: string | undefined
  readonly target?: string | undefined
  /** The Dockerfile itself, which then stands in no file of its own. */
  readonly dockerfile_inline?: string | undefined
  /** What takes the place of stages and images, by their names. */
  readonly additional_contexts?: readonly NamedContext[] | 'unknown' | undefined
  /** `NAME=value`; a name alone stands for what the environment has. */
  readonly args?: readonly string[] | undefined
}

export interface Service {
  readonly build?: ServiceBuild | undefined
  /** The service that this one goes on from, of another file if one is named. */
  readonly extends?: { readonly service: string; readonly file?: string | undefined } | undefined
}

/** Files that a Compose file takes in. Paths as written, from its folder. */
export interface Include {
  /** Later ones are laid over earlier ones. */
  readonly paths: readonly string[]
  /** Where their paths start, if it is not the folder of the first. */
  readonly projectFolder: string | undefined
  /** Files name their variables. */
  readonly hasEnvFile: boolean
}

export interface ComposeFile {
  readonly services: ReadonlyMap<string, Service>
  readonly includes: readonly Include[]
}

const TEXT = v.fallback(v.optional(v.string()), undefined)
const NAMED = v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()])))
const ARGS = v.union([
  v.array(v.string()),
  v.pipe(
    NAMED,
    v.transform(values => Object.entries(values).map(([name, value]) => (value === null ? name : `${name}=${value}`))),
  ),
])
const CONTEXTS = v.union([
  v.pipe(
    ARGS,
    v.transform(words => words.flatMap(word => namedContext(word) ?? [])),
  ),
  v.pipe(
    v.unknown(),
    v.transform(() => 'unknown' as const),
  ),
])
const BUILD = v.union([
  v.pipe(
    v.string(),
    v.transform((context): ServiceBuild => ({ context })),
  ),
  v.object({
    context: TEXT,
    dockerfile: TEXT,
    target: TEXT,
    dockerfile_inline: TEXT,
    additional_contexts: v.optional(CONTEXTS),
    args: v.fallback(v.optional(ARGS), undefined),
  }),
])
const EXTENDS = v.union([
  v.pipe(
    v.string(),
    v.transform(service => ({ service })),
  ),
  v.object({ service: v.string(), file: TEXT }),
])
const SERVICE = v.object({
  build: v.fallback(v.optional(BUILD), undefined),
  extends: v.fallback(v.optional(EXTENDS), undefined),
})
const PATHS = v.union([
  v.pipe(
    v.string(),
    v.transform(path => [path]),
  ),
  v.array(v.string()),
])
const INCLUDE = v.union([
  v.pipe(
    v.string(),
    v.transform((path): Include => ({ paths: [path], projectFolder: undefined, hasEnvFile: false })),
  ),
  v.pipe(
    v.object({ path: PATHS, project_directory: TEXT, env_file: v.optional(v.unknown()) }),
    v.transform(
      ({ path, project_directory, env_file }): Include => ({
        paths: path,
        projectFolder: project_directory,
        hasEnvFile: env_file !== undefined,
      }),
    ),
  ),
])
const FILE = v.object({
  services: v.fallback(v.record(v.string(), v.fallback(v.nullable(SERVICE), null)), {}),
  include: v.fallback(v.array(INCLUDE), []),
})

/** What a Compose file says; nothing for a file with a fault. Merge keys (`<<: *base`) count as Compose counts them. */
export function readCompose(text: string): ComposeFile {
  const files = readDocuments(text, FILE, { merge: true })
  const services = files.flatMap(file => Object.entries(file.services))
  return {
    services: new Map(services.flatMap(([name, service]) => (service === null ? [] : [[name, service] as const]))),
    includes: files.flatMap(({ include }) => include),
  }
}
