const COMPOSE_FILE = /^(?:docker-)?compose(?:[.-].+)?\.ya?ml$/

/** True for the names that Docker Compose finds by itself, and for variants of them: `docker-compose.dev.yml`. */
export function isComposeName(name: string): boolean {
  return COMPOSE_FILE.test(name)
}
