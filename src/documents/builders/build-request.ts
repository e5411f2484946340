/** What a file beside a Dockerfile has built, and how. */
export interface BuildRequest {
  /** The Dockerfile from the folder that the file's paths start from; may hold variables. */
  readonly dockerfile: string
  /** The image's names without tags, as written. */
  readonly images: readonly string[]
  /** False for the builder that Docker had before BuildKit: it knows neither `RUN --mount` nor `COPY --chmod`. */
  readonly hasBuildKit: boolean
}

/** All that a file of a builder says of images. */
export interface BuilderFile {
  readonly requests: readonly BuildRequest[]
  /** The images that it runs programs in, where the folder with the sources is root's. */
  readonly steps: readonly string[]
}

/** An image's name without tag and digest, its variables written in one way. */
export function imageName(written: string): string {
  const [name = ''] = written.replace(/\$\{(\w+)\}/g, '$$$1').split('@', 1)
  const colon = name.lastIndexOf(':')
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name
}
