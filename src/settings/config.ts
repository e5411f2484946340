import { readYaml } from './read-yaml.js'
import { type Config, configSchemaFor } from './schema.js'

/**
 * Reads `.drydock.yaml`.
 * @param path only for messages
 * @throws UserError naming the line, the key, and what could stand there
 */
export function parseConfig(path: string, text: string): Config {
  return readYaml(path, text, value => configSchemaFor(keysOf((value as { rules?: unknown }).rules)))
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}
