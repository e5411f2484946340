const COMPOSE_FILE = /^(?:docker-)?compose(?:[.-].+)?\.ya?ml$/

/** True for the names that Docker Compose finds by itself, and for variants of them: `docker-compose.dev.yml`. */
export function isComposeName(name: string): boolean {
  return COMPOSE_FILE.test(name)
}

/** The files that Compose looks for, of which it takes the first. */
export const COMPOSE_NAMES: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
]

/** The files that it lays over that one, of which it takes the first, too. */
export const OVERRIDE_NAMES: readonly string[] = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]
