import { modelBuild } from './build/build.js'
import type { Repository } from './build/repository.js'
import { parseDockerfile } from './documents/dockerfile/document.js'
import { type Checked, proveEach } from './fixes/prove.js'
import { fixedTogether } from './fixes/together.js'
import type { Change, ChangedFile } from './inputs/change.js'
import { type CheckedFile, compose } from './review/compose.js'
import { fingerprintsOf, keyOf } from './review/fingerprint.js'
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
  return compose(change, checkChange(change, settings, onFile), options)
}

/** Parse, model, check, prove: everything but where it is said, which on a pull request depends on what is there already. */
export function checkChange(
  change: Change,
  settings: Settings,
  onFile: (path: string) => void = () => {},
): readonly CheckedFile[] {
  const { files, affected = [] } = change
  const reviewed = files.map(file => {
    onFile(file.path)
    return checkChanged(file, change, settings)
  })
  const others = affected.map(file => {
    onFile(file.path)
    return checkAffected(file, change, settings)
  })
  return [...reviewed, ...others.filter(({ checked }) => checked.findings.length > 0)]
}

function checkChanged(file: ChangedFile, { repository, before }: Change, settings: Settings): CheckedFile {
  const checked = checkFile(file, repository, settings)
  const { path, previousPath, before: text } = file
  const earlier = before && text !== undefined ? checkText(previousPath ?? path, text, before, settings) : undefined
  return { file, checked, before: earlier, fixedTogether: fixedTogether(checked) }
}

/** A Dockerfile that nobody touched is not blamed for what it always had, only for what the files around it bring about. */
function checkAffected(file: ChangedFile, { repository, before }: Change, settings: Settings): CheckedFile {
  const all = checkFile(file, repository, settings)
  if (before === undefined) return { file, checked: all, fixedTogether: fixedTogether(all) }
  const earlier = checkText(file.path, file.text, before, settings)
  const checked = onlyNew(all, earlier)
  const news = new Set(checked.findings)
  const known = all.findings.filter(finding => !news.has(finding))
  return { file, checked, before: earlier, known, fixedTogether: fixedTogether(checked) }
}

function checkFile({ path, text }: ChangedFile, repository: Repository, settings: Settings): Checked {
  const checked = checkText(path, text, repository, settings)
  return { ...checked, findings: proveEach(checked) }
}

function checkText(path: string, text: string, repository: Repository, settings: Settings): Checked {
  const build = modelBuild(parseDockerfile(path, text), repository)
  return { build, repository, settings, findings: check(build, settings) }
}

function onlyNew(checked: Checked, earlier: Checked): Checked {
  const known = new Set([...fingerprintsOf(earlier).values()].map(keyOf))
  const prints = fingerprintsOf(checked)
  return {
    ...checked,
    findings: checked.findings.filter(finding => {
      const print = prints.get(finding)
      return print && !known.has(keyOf(print))
    }),
  }
}
