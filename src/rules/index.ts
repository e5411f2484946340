import { addForCopy } from './add-for-copy.js'
import { aptListsLeft } from './apt-lists-left.js'
import { aptNoRecommends } from './apt-no-recommends.js'
import { aptUpdateAlone } from './apt-update-alone.js'
import { cacheMount } from './cache-mount.js'
import { cacheMountDefeated } from './cache-mount-defeated.js'
import { cdForWorkdir } from './cd-for-workdir.js'
import { certificatesUnchecked } from './certificates-unchecked.js'
import { copyFromItself } from './copy-from-itself.js'
import { copyFromUnknownStage } from './copy-from-unknown-stage.js'
import { copyIntoFolder } from './copy-into-folder.js'
import { copyOutsideContext } from './copy-outside-context.js'
import { copyWholeFilesystem } from './copy-whole-filesystem.js'
import { dockerfileSyntax } from './dockerfile-syntax.js'
import { exposeFormat } from './expose-format.js'
import { exposeInvalid } from './expose-invalid.js'
import { labelKey } from './label-key.js'
import { labelSchema } from './label-schema.js'
import { labelValue } from './label-value.js'
import { maintainerDeprecated } from './maintainer-deprecated.js'
import { noninteractiveInstall } from './noninteractive-install.js'
import { passwordInRun } from './password-in-run.js'
import { pinnedBaseImage } from './pinned-base-image.js'
import { preferAptGet } from './prefer-apt-get.js'
import { relativeWorkdir } from './relative-workdir.js'
import { releaseUpgrade } from './release-upgrade.js'
import { repeatedCommand } from './repeated-command.js'
import { rootUser } from './root-user.js'
import type { Rule } from './rule.js'
import { secretInBuild } from './secret-in-build.js'
import { shellFormCommand } from './shell-form-command.js'
import { shellLink } from './shell-link.js'
import { shellcheck } from './shellcheck.js'
import { signaturesUnchecked } from './signatures-unchecked.js'
import { sourceBeforeDependencies } from './source-before-dependencies.js'
import { sshExposed } from './ssh-exposed.js'
import { sudoInRun } from './sudo-in-run.js'
import { systemCacheLeft } from './system-cache-left.js'
import { useraddLog } from './useradd-log.js'
import { wgetAndCurl } from './wget-and-curl.js'
import { wgetProgress } from './wget-progress.js'

/** Every rule, by id. A new rule is a file and a line here. */
export const RULES: readonly Rule[] = [
  addForCopy,
  aptListsLeft,
  aptNoRecommends,
  aptUpdateAlone,
  cacheMount,
  cacheMountDefeated,
  cdForWorkdir,
  certificatesUnchecked,
  copyFromItself,
  copyFromUnknownStage,
  copyIntoFolder,
  copyOutsideContext,
  copyWholeFilesystem,
  dockerfileSyntax,
  exposeFormat,
  exposeInvalid,
  labelKey,
  labelSchema,
  labelValue,
  maintainerDeprecated,
  noninteractiveInstall,
  passwordInRun,
  pinnedBaseImage,
  preferAptGet,
  relativeWorkdir,
  releaseUpgrade,
  repeatedCommand,
  rootUser,
  secretInBuild,
  shellFormCommand,
  shellLink,
  shellcheck,
  signaturesUnchecked,
  sourceBeforeDependencies,
  sshExposed,
  sudoInRun,
  systemCacheLeft,
  useraddLog,
  wgetAndCurl,
  wgetProgress,
]
