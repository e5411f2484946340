/** The files that Bake reads by itself, in the order in which they are laid over each other. */
export const BAKE_NAMES: readonly string[] = [
  'docker-bake.json',
  'docker-bake.hcl',
  'docker-bake.override.json',
  'docker-bake.override.hcl',
]

const BAKE_FILE = /^docker-bake(?:[.-].+)?\.(?:hcl|json)$/

/** True for the names that Bake finds by itself, and for variants of them: `docker-bake.ci.hcl`. */
export function isBakeName(name: string): boolean {
  return BAKE_FILE.test(name)
}
