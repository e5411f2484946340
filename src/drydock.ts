import { modelBuild } from './build/build.js'
import { ignoreScope } from './build/ignore-files/ignore-scope.js'
import type { Repository } from './build/repository.js'
import { parseDockerfile } from './documents/dockerfile/document.js'
import { parseDockerignore } from './documents/dockerignore/document.js'
import { dockerfileDocument, ignoreFileDocument } from './documents/reviewed-document.js'
import { type CheckedDockerfile, proveEach } from './fixes/prove.js'
import { replayEach } from './fixes/replay-each.js'
import { fixedTogether } from './fixes/together.js'
import type { Change, ChangedFile } from './inputs/change.js'
import { type CheckedFile, compose } from './review/compose.js'
import { fingerprintsOf, keyOf } from './review/fingerprint.js'
import type { Review, ReviewOptions } from './review/review.js'
import { check, checkIgnoreFile } from './rules/check.js'
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
  const { files, ignoreFiles = [], affected = [], repository } = change
  const reviewed = files.map(file => {
    onFile(file.path)
    return checkChanged(file, change, settings)
  })
  const ignoring = ignoreFiles.map(file => {
    onFile(file.path)
    return checkIgnored(file, repository, settings)
  })
  const others = affected.map(file => {
    onFile(file.path)
    return checkAffected(file, change, settings)
  })
  return [...reviewed, ...ignoring, ...others.filter(({ checked }) => checked.findings.length > 0)]
}

function checkIgnored(file: ChangedFile, repository: Repository, settings: Settings): CheckedFile {
  const ignore = parseDockerignore(file.path, file.text)
  const scope = ignoreScope(ignore, repository)
  const document = ignoreFileDocument(ignore)
  const unproved = { document, scope, settings, findings: checkIgnoreFile(scope, settings) }
  const checked = { ...unproved, findings: proveEach(unproved) }
  return { file, checked, fixedTogether: fixedTogether(checked) }
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

function checkFile({ path, text }: ChangedFile, repository: Repository, settings: Settings): CheckedDockerfile {
  const checked = checkText(path, text, repository, settings)
  const proved = { ...checked, findings: proveEach(checked) }
  return { ...proved, findings: replayEach(proved) }
}

function checkText(path: string, text: string, repository: Repository, settings: Settings): CheckedDockerfile {
  const build = modelBuild(parseDockerfile(path, text), repository)
  const document = dockerfileDocument(build.dockerfile)
  return { document, build, repository, settings, findings: check(build, settings) }
}

function onlyNew(checked: CheckedDockerfile, earlier: CheckedDockerfile): CheckedDockerfile {
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
