import type { Call } from '../shell/calls.js'
import type { Run } from '../shell/runs.js'
import type { Script } from '../shell/script.js'
import { writtenFiles } from '../shell/written-files.js'
import type { Settings } from './workflow.js'

/** Actions that leave the files of a checkout as they are: they sign in, set tools up, or say what to call an image. */
const QUIET_ACTIONS =
  /^(?:actions\/(?:create-github-app-token|setup-\w+)|aws-actions\/[\w-]+|azure\/(?:docker-)?login|crazy-max\/ghaction-[\w-]+|docker\/(?:login|metadata|setup-[\w-]+)-action|docker\/scout-action|dorny\/paths-filter|easimon\/maximize-build-space|google-github-actions\/(?:auth|setup-gcloud)|hadolint\/hadolint-action|jlumbroso\/free-disk-space|rlespinasse\/github-slug-action|sigstore\/cosign-installer|step-security\/harden-runner|useblacksmith\/setup-docker-builder|depot\/setup-action)@/

/** Outside of the checkout. */
const ELSEWHERE =
  /^["']?(?:~|\/(?!github\/workspace|home\/runner\/work\/)|\$\{?(?:AGENT_TOOLSDIRECTORY|HOME|RUNNER_TEMP)\b)/

/** True for an action that makes no file that a build could copy. */
export function isQuietAction(uses: string, settings: Settings): boolean {
  if (/^actions\/cache(?:\/restore)?@/.test(uses)) {
    const paths = (settings.path ?? '').split('\n').flatMap(line => line.trim() || [])
    return paths.every(path => ELSEWHERE.test(path))
  }
  if (/^[\w-]+\/build-push-action@/.test(uses)) return !/\bdest=|type=(?:local|tar)/.test(settings.outputs ?? '')
  return QUIET_ACTIONS.test(uses)
}

/** Programs that write nothing but what is redirected. */
const QUIET_PROGRAMS: ReadonlySet<string> = new Set(
  `[ [[ : basename break cat cd chmod cmp column continue cut date declare df diff dig dirname du echo egrep env exit
    export expr false fgrep free getopts grep head hostname id jq let local ls lscpu mapfile md5sum nproc paste popd
    printenv printf ps pushd pwd read readarray readlink readonly realpath return rev seq set sha256sum shift shopt
    sleep sort stat systemctl tac tail test tr true type typeset uname uniq unset wait wc which whoami yq`
    .trim()
    .split(/\s+/),
)
/** In the checkout they make files, or take away what decides a build, such as an ignore file. */
const FILE_PROGRAMS: ReadonlySet<string> = new Set(['cp', 'ln', 'mkdir', 'mv', 'rm', 'touch'])
const QUIET_DOCKER =
  /^(?:build|builder|buildx|compose (?:build|config|down|ps|pull|push)|context|image|images|info|inspect|login|logout|manifest|ps|pull|push|rmi|system|tag|version)\b/
const DOCKER_OUTPUT = /\bdest=|(?:^|\s)(?:-o|--output|--iidfile|--metadata-file)(?:[\s=]|$)/
const QUIET_GIT =
  /^(?:branch|cat-file|config|describe|diff|fetch|log|ls-files|ls-remote|ls-tree|merge-base|rev-list|rev-parse|show|status|tag)\b/
const QUIET_APT = /^(?:-\S+ )*(?:autoremove|clean|install|purge|remove|update)\b/
/** Where a script may write. A build that copies a `.env` is nobody's business here: git seldom has it. */
const QUIET_TARGET =
  /^["']?(?:\/dev\/|\/tmp\/|\$\{?(?:GITHUB_(?:ENV|OUTPUT|PATH|STEP_SUMMARY)|RUNNER_TEMP)\b|(?:[\w.-]+\/)*\.env[\w.-]*["']?$)/

/** True when all that a script writes to is no file of the checkout. */
export function writesElsewhere({ text: { text } }: Script): boolean {
  return writtenFiles(text).every(target => QUIET_TARGET.test(target))
}

/**
 * True for a script of which it is plain that it makes no file in the folder that it runs in.
 * @param runs the programs that it starts
 */
export function isQuietScript(script: Script, runs: readonly Run[]): boolean {
  return writesElsewhere(script) && runs.every(({ call }) => isQuietCall(call))
}

/** True for a program that makes no file, as long as what it says goes nowhere else. */
export function isQuietCall({ program, args }: Call): boolean {
  const words = args.map(({ text }) => text).join(' ')
  if (program === 'docker' || program === 'podman') return QUIET_DOCKER.test(words) && !DOCKER_OUTPUT.test(words)
  if (program === 'tee') return args.every(({ text }) => text.startsWith('-') || QUIET_TARGET.test(text))
  if (FILE_PROGRAMS.has(program)) return args.every(({ text }) => text.startsWith('-') || ELSEWHERE.test(text))
  if (program === 'apt' || program === 'apt-get') return QUIET_APT.test(words)
  if (program === 'aws') return /^(?:ecr|ecr-public|sts) /.test(words)
  if (program === 'git') return QUIET_GIT.test(words)
  // It has redirections of its own.
  if (program === 'awk') return !/[>|]|\bsystem\b/.test(words)
  if (program === 'sed') return !/(?:^|\s)(?:-[a-zA-Z]*i|--in-place)/.test(words)
  if (program === 'curl') return !/(?:^|\s)(?:-[a-zA-Z]*[oO]|--output|--remote-name)/.test(words)
  return QUIET_PROGRAMS.has(program)
}
