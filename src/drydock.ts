import { modelBuild } from './build/build.js'
import { parseDockerfile } from './documents/dockerfile/document.js'
import { proveEach } from './fixes/prove.js'
import type { Change, ChangedFile } from './inputs/change.js'
import { type CheckedFile, compose } from './review/compose.js'
import type { Review, ReviewOptions } from './review/review.js'
import { check } from './rules/check.js'
import type { Settings } from './settings/settings.js'

/**
 * The way of the data, between the two edges: a change goes in, a review comes out. Reading the change is `inputs/`, showing
 * the review is `publish/` and `formats/`.
 * @param onFile called before each file, for whoever shows progress
 */
export function reviewChange(
  change: Change,
  settings: Settings,
  options: ReviewOptions,
  onFile: (path: string) => void = () => {},
): Review {
  const files = change.files.map(file => {
    onFile(file.path)
    return checkFile(file, change, settings)
  })
  return compose(change, files, options)
}

/** Parse, model, check, prove. */
function checkFile(file: ChangedFile, { repository }: Change, settings: Settings): CheckedFile {
  const dockerfile = parseDockerfile(file.path, file.text)
  const build = modelBuild(dockerfile, repository)
  const findings = check(build, settings)
  const checked = { build, repository, settings, findings }
  return { file, checked: { ...checked, findings: proveEach(checked) } }
}
