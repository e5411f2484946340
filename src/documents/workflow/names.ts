/** True for the files that GitHub takes workflows from. */
export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)
}

/** True for actions that workflows of the same repository use: the repository's own, and those beside its workflows. */
export function isActionPath(path: string): boolean {
  return /^(?:\.github\/(?:.+\/)?)?action\.ya?ml$/.test(path)
}
