/** What stands in front of a stamp's name: who sets it, or what it is of. */
const OF =
  '(?:(?:APP|ARG|BITBUCKET|BUILD|BUILDKITE|CI|CIRCLE|DOCKER|DRONE|GIT|GITHUB|GITLAB|HEROKU|IMAGE|LAST|NEXT_PUBLIC|PUBLIC|REACT_APP|SHORT|SOURCE|TRAVIS|VCS|VITE|VUE_APP)_)'
const WHICH = 'COMMIT(?:_(?:SHORT_)?(?:SHA1?|HASH|ID|REF|DATE|TIME|TIMESTAMP|SHORT))?|REVISION|SHORT_SHA'
const NAMED = `${OF}*(?:${WHICH})|${OF}+(?:SHA1?|SHA_SHORT|HASH|REV)`
const WHEN = `${OF}*BUILD_?(?:DATE|TIME|DATETIME|TIMESTAMP|STAMP|NUMBER|NUM|NO)|(?:VCS|BUILD)_REF`
const WHICH_RUN =
  'BUILD_ID|CI_(?:PIPELINE|JOB)_I?ID|GITHUB_RUN_(?:ID|NUMBER)|CIRCLE_(?:SHA1|BUILD_NUM)|BUILDKITE_BUILD_NUMBER'
/** Names of the commit, the time or the number of a build. */
export const STAMP = new RegExp(`^(?:${NAMED}|${WHEN}|${WHICH_RUN})$`, 'i')

/** What people give a build together with its commit, and what changes less often. */
export const BESIDE = new RegExp(
  `^(?:${OF}*(?:BRANCH|COMMIT_BRANCH|COMMIT_TAG|DIRTY|REF_NAME|RELEASE|TAG|TREE_STATE|VERSION))$`,
  'i',
)

/** Programs that install or compile read these. */
export const OF_TOOLS =
  /^SOURCE_DATE_EPOCH$|^(?:APT|BUNDLE|CARGO|CGO|CMAKE|COMPOSER|DEB|DOTNET|GEM|GO|GRADLE|JAVA|LD|MAVEN|MAKE|MVN|NODE|NPM|NUGET|PBR|PIP|PNPM|POETRY|PYTHON|RUBY|RUST|SETUPTOOLS|UV|YARN)_/i

/** Values that no two runs of a workflow share: of GitHub's contexts and variables, of actions, and of commands. */
const STAMPED =
  /\bgithub\.(?:sha|run_(?:id|number|attempt)|event\.(?:head_commit|pull_request\.head\.sha))\b|GITHUB_(?:SHA|RUN_ID|RUN_NUMBER)\b|image\.(?:created|revision)\b|outputs\.[\w-]*(?:sha|date|time|commit)[\w-]*\s*\}|[$`]\(?\s*(?:date|git\s+(?:rev-parse|log|describe|show))\b/i

/** The names of arguments that are given such a value, of `NAME=value` as it is written. */
export function stampsIn(words: readonly string[]): readonly string[] {
  return words.flatMap(word => {
    const [, name = '', value = ''] = /^([\w-]+)=(.*)$/s.exec(word) ?? []
    const variables = Array.from(value.matchAll(/\$\{?(\w+)/g), ([, variable = '']) => variable)
    return name !== '' && (STAMPED.test(value) || variables.some(variable => STAMP.test(variable))) ? [name] : []
  })
}
