/** Names of ignore files: a context's own, and those of one Dockerfile. */
export const IGNORE_FILE_GLOBS: readonly string[] = ['**/.dockerignore', '**/*.dockerignore']

export function isIgnoreFileName(path: string): boolean {
  return path.endsWith('.dockerignore')
}
