import { modelBuild } from './build/build.js'
import { ignoreScope } from './build/ignoring/ignore-scope.js'
import type { Repository } from './build/repository.js'
import { parseDockerfile } from './documents/dockerfile/document.js'
import { parseDockerignore } from './documents/dockerignore/document.js'
import { dockerfileDocument, ignoreFileDocument } from './documents/reviewed-document.js'
import { type Checked, type CheckedDockerfile, proveEach } from './fixes/prove.js'
import { replayEach } from './fixes/replay-each.js'
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
  const { files, ignoreFiles = [], affected = [], repository, before } = change
  const reviewed = files.map(file => {
    onFile(file.path)
    return { file, checked: checkFile(file, repository, settings) }
  })
  const ignoring = ignoreFiles.map(file => {
    onFile(file.path)
    return { file, checked: checkIgnored(file, repository, settings) }
  })
  const others = affected.map(file => {
    onFile(file.path)
    return { file, checked: onlyNew(checkFile(file, repository, settings), before) }
  })
  return [...reviewed, ...ignoring, ...others.filter(({ checked }) => checked.findings.length > 0)]
}

function checkFile({ path, text }: ChangedFile, repository: Repository, settings: Settings): CheckedDockerfile {
  const build = modelBuild(parseDockerfile(path, text), repository)
  const document = dockerfileDocument(build.dockerfile)
  const checked = { document, build, repository, settings, findings: check(build, settings) }
  const proved = { ...checked, findings: proveEach(checked) }
  return { ...proved, findings: replayEach(proved) }
}

function checkIgnored({ path, text }: ChangedFile, repository: Repository, settings: Settings): Checked {
  const ignore = parseDockerignore(path, text)
  const scope = ignoreScope(ignore, repository)
  const document = ignoreFileDocument(ignore)
  const checked = { document, scope, settings, findings: checkIgnoreFile(scope, settings) }
  return { ...checked, findings: proveEach(checked) }
}

/** A Dockerfile that nobody touched is not blamed for what it always had, only for what the files around it bring about. */
function onlyNew(checked: CheckedDockerfile, before: Repository | undefined): Checked {
  if (before === undefined) return checked
  const { document, build, settings, findings } = checked
  const earlierBuild = modelBuild(build.dockerfile, before)
  const earlier = {
    document,
    build: earlierBuild,
    repository: before,
    settings,
    findings: check(earlierBuild, settings),
  }
  const known = new Set([...fingerprintsOf(earlier).values()].map(keyOf))
  const prints = fingerprintsOf(checked)
  return {
    ...checked,
    findings: findings.filter(finding => {
      const print = prints.get(finding)
      return print && !known.has(keyOf(print))
    }),
  }
}
