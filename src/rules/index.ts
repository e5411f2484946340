import { addForCopy } from './add-for-copy.js'
import { aptListsLeft } from './apt-lists-left.js'
import { aptNoRecommends } from './apt-no-recommends.js'
import { aptUpdateAlone } from './apt-update-alone.js'
import { cacheMount } from './cache-mount.js'
import { cacheMountDefeated } from './cache-mount-defeated.js'
import { cdForWorkdir } from './cd-for-workdir.js'
import { copyOutsideContext } from './copy-outside-context.js'
import { dockerfileSyntax } from './dockerfile-syntax.js'
import { labelKey } from './label-key.js'
import { labelSchema } from './label-schema.js'
import { labelValue } from './label-value.js'
import { maintainerDeprecated } from './maintainer-deprecated.js'
import { noninteractiveInstall } from './noninteractive-install.js'
import { pinnedBaseImage } from './pinned-base-image.js'
import { preferAptGet } from './prefer-apt-get.js'
import { relativeWorkdir } from './relative-workdir.js'
import { releaseUpgrade } from './release-upgrade.js'
import { rootUser } from './root-user.js'
import type { Rule } from './rule.js'
import { secretInBuild } from './secret-in-build.js'
import { shellFormCommand } from './shell-form-command.js'
import { sourceBeforeDependencies } from './source-before-dependencies.js'

/** Every rule, by id. A new rule is a file and a line here. */
export const RULES: readonly Rule[] = [
  addForCopy,
  aptListsLeft,
  aptNoRecommends,
  aptUpdateAlone,
  cacheMount,
  cacheMountDefeated,
  cdForWorkdir,
  copyOutsideContext,
  dockerfileSyntax,
  labelKey,
  labelSchema,
  labelValue,
  maintainerDeprecated,
  noninteractiveInstall,
  pinnedBaseImage,
  preferAptGet,
  relativeWorkdir,
  releaseUpgrade,
  rootUser,
  secretInBuild,
  shellFormCommand,
  sourceBeforeDependencies,
]
