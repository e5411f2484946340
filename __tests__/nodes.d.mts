/** Name and program of each Node version that the bundles have to run on. */
export const NODES: readonly (readonly [string, string])[]
