/** What a build puts in the place of stages and images of a name: `docker build --build-context name=value`. */
export interface NamedContext {
  /** In lower case, as BuildKit compares it. */
  readonly name: string
  /** A folder, an address, or another build (`docker-image://…`, `target:…`, `service:…`); undefined when it is not known. */
  readonly value: string | undefined
}

/** Reads `NAME=value`. */
export function namedContext(written: string): NamedContext | undefined {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(written.trim()) ?? []
  return name === undefined || value === undefined ? undefined : { name: name.toLowerCase(), value }
}
