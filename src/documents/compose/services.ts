import * as v from 'valibot'
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
  readonly additional_contexts?: unknown
}

export interface Service {
  readonly build?: ServiceBuild | undefined
  /** The service that this one goes on from, of another file if one is named. */
  readonly extends?: { readonly service: string; readonly file?: string | undefined } | undefined
}

const TEXT = v.fallback(v.optional(v.string()), undefined)
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
    additional_contexts: v.optional(v.unknown()),
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
const FILE = v.object({ services: v.record(v.string(), v.fallback(v.nullable(SERVICE), null)) })

/** The services of a Compose file, by name; none for a file with a fault. Merge keys (`<<: *base`) count as Compose counts them. */
export function readServices(text: string): ReadonlyMap<string, Service> {
  const services = readDocuments(text, FILE, { merge: true }).flatMap(file => Object.entries(file.services))
  return new Map(services.flatMap(([name, service]) => (service === null ? [] : [[name, service] as const])))
}
