import { addForCopy } from './add-for-copy.js'
import { allowedRegistries } from './allowed-registries.js'
import { aptListsLeft } from './apt-lists-left.js'
import { aptNoRecommends } from './apt-no-recommends.js'
import { aptUpdateAlone } from './apt-update-alone.js'
import { archiveForAdd } from './archive-for-add.js'
import { buildToolsLeft } from './build-tools-left.js'
import { cacheMount } from './cache-mount.js'
import { cacheMountDefeated } from './cache-mount-defeated.js'
import { cdForWorkdir } from './cd-for-workdir.js'
import { certificatesUnchecked } from './certificates-unchecked.js'
import { consecutiveRuns } from './consecutive-runs.js'
import { constantPlatform } from './constant-platform.js'
import { copiedSecret } from './copied-secret.js'
import { copyFromItself } from './copy-from-itself.js'
import { copyFromUnknownStage } from './copy-from-unknown-stage.js'
import { copyIntoFolder } from './copy-into-folder.js'
import { copyOutsideContext } from './copy-outside-context.js'
import { copyThenChown } from './copy-then-chown.js'
import { copyWholeFilesystem } from './copy-whole-filesystem.js'
import { deletedLater } from './deleted-later.js'
import { dockerfileSyntax } from './dockerfile-syntax.js'
import { duplicateStageName } from './duplicate-stage-name.js'
import { emptyContinuation } from './empty-continuation.js'
import { envForBuildOnly } from './env-for-build-only.js'
import { envSelfReference } from './env-self-reference.js'
import { exposeFormat } from './expose-format.js'
import { exposeInvalid } from './expose-invalid.js'
import { fromAsCasing } from './from-as-casing.js'
import { healthcheckProgram } from './healthcheck-program.js'
import { hiddenMountResult } from './hidden-mount-result.js'
import { ignoredCopy } from './ignored-copy.js'
import { instructionCasing } from './instruction-casing.js'
import { invalidImageDefault } from './invalid-image-default.js'
import { labelKey } from './label-key.js'
import { labelSchema } from './label-schema.js'
import { labelValue } from './label-value.js'
import { legacyKeyValue } from './legacy-key-value.js'
import { linterComment } from './linter-comment.js'
import { maintainerDeprecated } from './maintainer-deprecated.js'
import { misplacedDescription } from './misplaced-description.js'
import { missingStagePath } from './missing-stage-path.js'
import { moduleCacheLeft } from './module-cache-left.js'
import { noHealthcheck } from './no-healthcheck.js'
import { noninteractiveInstall } from './noninteractive-install.js'
import { passwordInRun } from './password-in-run.js'
import { pinnedBaseImage } from './pinned-base-image.js'
import { pipefail } from './pipefail.js'
import { pointlessProgram } from './pointless-program.js'
import { preferAptGet } from './prefer-apt-get.js'
import { redundantPlatform } from './redundant-platform.js'
import { relativeCopyDestination } from './relative-copy-destination.js'
import { relativeWorkdir } from './relative-workdir.js'
import { releaseUpgrade } from './release-upgrade.js'
import { repeatedCommand } from './repeated-command.js'
import { reservedStageName } from './reserved-stage-name.js'
import { rootUser } from './root-user.js'
import type { Rule } from './rule.js'
import { secretInBuild } from './secret-in-build.js'
import { shellFormCommand } from './shell-form-command.js'
import { shellLink } from './shell-link.js'
import { shellcheck } from './shellcheck.js'
import { signaturesUnchecked } from './signatures-unchecked.js'
import { sourceBeforeDependencies } from './source-before-dependencies.js'
import { sshExposed } from './ssh-exposed.js'
import { stageNameCasing } from './stage-name-casing.js'
import { sudoInRun } from './sudo-in-run.js'
import { systemCacheLeft } from './system-cache-left.js'
import { systemWorkdir } from './system-workdir.js'
import { undefinedArgInFrom } from './undefined-arg-in-from.js'
import { undefinedVariable } from './undefined-variable.js'
import { unknownUser } from './unknown-user.js'
import { unpinnedModules } from './unpinned-modules.js'
import { unpinnedSystemPackages } from './unpinned-system-packages.js'
import { unreadableMount } from './unreadable-mount.js'
import { unusedStage } from './unused-stage.js'
import { userByName } from './user-by-name.js'
import { useraddLog } from './useradd-log.js'
import { wgetAndCurl } from './wget-and-curl.js'
import { wgetProgress } from './wget-progress.js'

/** Every rule, by id. A new rule is a file and a line here. */
export const RULES: readonly Rule[] = [
  addForCopy,
  allowedRegistries,
  aptListsLeft,
  aptNoRecommends,
  aptUpdateAlone,
  archiveForAdd,
  buildToolsLeft,
  cacheMount,
  cacheMountDefeated,
  cdForWorkdir,
  certificatesUnchecked,
  consecutiveRuns,
  constantPlatform,
  copiedSecret,
  copyFromItself,
  copyFromUnknownStage,
  copyIntoFolder,
  copyOutsideContext,
  copyThenChown,
  copyWholeFilesystem,
  deletedLater,
  dockerfileSyntax,
  duplicateStageName,
  emptyContinuation,
  envForBuildOnly,
  envSelfReference,
  exposeFormat,
  exposeInvalid,
  fromAsCasing,
  healthcheckProgram,
  hiddenMountResult,
  ignoredCopy,
  instructionCasing,
  invalidImageDefault,
  labelKey,
  labelSchema,
  labelValue,
  legacyKeyValue,
  linterComment,
  maintainerDeprecated,
  misplacedDescription,
  missingStagePath,
  moduleCacheLeft,
  noHealthcheck,
  noninteractiveInstall,
  passwordInRun,
  pinnedBaseImage,
  pipefail,
  pointlessProgram,
  preferAptGet,
  redundantPlatform,
  relativeCopyDestination,
  relativeWorkdir,
  releaseUpgrade,
  repeatedCommand,
  reservedStageName,
  rootUser,
  secretInBuild,
  shellFormCommand,
  shellLink,
  shellcheck,
  signaturesUnchecked,
  sourceBeforeDependencies,
  sshExposed,
  stageNameCasing,
  sudoInRun,
  systemCacheLeft,
  systemWorkdir,
  undefinedArgInFrom,
  undefinedVariable,
  unknownUser,
  unpinnedModules,
  unpinnedSystemPackages,
  unreadableMount,
  unusedStage,
  userByName,
  useraddLog,
  wgetAndCurl,
  wgetProgress,
]
