import type { ImageReference } from '../documents/dockerfile/image-reference.js'

/** What registries answered, by the name that `imageKey` gives; an image that is not here has no digest that is known. */
export type ImageDigests = ReadonlyMap<string, string>

/** The whole name of a tag, the registry included: `docker.io/library/node:22`. */
export function imageKey({ domain, path, tag = 'latest' }: ImageReference): string {
  return `${domain}/${path}:${tag}`
}
