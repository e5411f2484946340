const OF_SYSTEM_PACKAGES = 'Off: distributions drop old versions, and a file that names them stops building.'
const OF_CLEANING = 'Narrower: only stages that become the image.'
const OF_ROOT =
  'Narrower: only the last stage, where it starts a program and nothing gives root up. Wider: no USER at all.'
const OF_CD = 'Narrower: only a `cd` that does nothing, or that begins a RUN and can be a WORKDIR.'
const OF_SUDO = 'Narrower: only where root runs the command already, and not in ONBUILD.'
const OF_HEALTH = 'Off: many platforms have checks of their own. Narrower: only images that start a program.'
const OF_DOWNLOADERS = 'Off: a matter of taste. Narrower: only where the last stage installs both and uses both.'
const OF_SEVERAL_SOURCES = 'Narrower: only where all sources are surely files and the target is surely no folder.'
const OF_RECOMMENDED = 'Narrower: only stages that become the image, and not packages that are little without.'
const OF_TAGS = 'Narrower: a tag in a variable is for who builds to choose.'
const OF_UPDATES = 'Narrower: only apt, and only where a later RUN installs with the old lists.'
const OF_SSH = 'Narrower: not where the file installs or starts a server for SSH, nor images of Git servers and MPI.'
const OF_ADD = 'Narrower: not where ADD downloads or may unpack.'

/** Where our rule finds more or less than the check it answers, and why. Found by running the other linters' own tests. */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  DL3001: 'Narrower: only what cannot work in a build; ssh, vim with a script, ps and kill can.',
  DL3002: OF_ROOT,
  DL3003: OF_CD,
  DL3004: OF_SUDO,
  DL3008: OF_SYSTEM_PACKAGES,
  DL3009: 'Narrower: only stages that become the image.',
  DL3010: 'Narrower: only where it is sure where the archive lies; no paths of Windows.',
  DL3013: 'Narrower: not `-U`, addresses of Git, nor pip, setuptools and wheel themselves. Wider: uv and pipx.',
  DL3015: OF_RECOMMENDED,
  DL3016:
    'Narrower: only `-g`; in a project package.json and its lock file have the versions. Wider: pnpm, Yarn and Bun.',
  DL3018: OF_SYSTEM_PACKAGES,
  DL3019: 'Narrower: only stages that become the image.',
  DL3021: OF_SEVERAL_SOURCES,
  DL3022: 'Narrower: another name may be an image or a context; slips, missing numbers and variables are found.',
  DL3025: 'Narrower: not HEALTHCHECK, a shell that SHELL chose, nor one that `exec` replaces.',
  DL3028: 'Wider: what stands behind an option that gem does not know is a gem, too.',
  DL3029: 'Narrower: only the last stage, and not where its name or that of the file tells the architecture.',
  DL3032: OF_CLEANING,
  DL3033: `${OF_SYSTEM_PACKAGES} Narrower: not modules, nor variables without a value.`,
  DL3035: 'Narrower: not where the release rolls, or the base image is not known.',
  DL3036: OF_CLEANING,
  DL3037: OF_SYSTEM_PACKAGES,
  DL3038: 'Narrower: not microdnf, which does not ask. Wider: upgrades and removals.',
  DL3040: OF_CLEANING,
  DL3041: `${OF_SYSTEM_PACKAGES} Narrower: not modules, nor variables without a value.`,
  DL3042: 'Wider: a cache mount in place of `--no-cache-dir`, where a project’s dependencies are installed.',
  DL3044: 'Narrower: not a variable that one ENV sets twice.',
  DL3045: 'Narrower: not one file into `/`, nor where the WORKDIR of the base image is not known.',
  DL3046: 'Narrower: only releases whose useradd writes the logs, and numbers from 100000 on.',
  DL3048: 'Off: a matter of taste. Narrower: not keys with a variable.',
  DL3049: 'Narrower: the image needs the labels, not each of its stages.',
  DL3054: 'Narrower: an identifier that nobody knows passes if it is none that is known by another name.',
  DL3057: OF_HEALTH,
  DL3059: 'Off: a matter of taste. Wider: RUNs of two commands, too.',
  DL3060: 'Narrower: of a project’s dependencies [`cache-mount`](cache-mount.md) speaks.',
  DL3062:
    'Narrower: only `@latest` of `go install` and `go run`; else go.mod has the version, and `go get` writes it there.',
  DL3064: 'Narrower: not ids of keys, and not placeholders. Wider: tokens by their form, in any instruction.',
  DL3067: 'Narrower: only from a stage that has run something, onto an image that is not empty.',
  DL4000: 'In front of FROM it is a matter of [`dockerfile-syntax`](dockerfile-syntax.md).',
  DL4001: OF_DOWNLOADERS,
  DL4006: 'Narrower: only downloads into a program that takes anything, where the RUN would go on.',
  FromAsCasing:
    'Narrower: of a file that BuildKit refuses only [`dockerfile-syntax`](dockerfile-syntax.md) speaks; this goes for all checks.',
  JSONArgsRecommended:
    'Narrower: only what the image starts with, and not what is over at once or waits; not a shell of Windows, one that SHELL chose, is wanted, or that `exec` replaces. Wider: what is meant as JSON and is none.',
  UndefinedArgInFrom: 'Narrower: not `${A:x}`, which BuildKit cannot expand: the build fails anyway.',
  WorkdirRelativePath:
    'Narrower: a variable in front may hold an absolute path; BuildKit takes an unknown one for empty.',
  UndefinedVar:
    'Narrower: only base images whose variables are known, each name once in a stage, not `${A:-b}`. Of the variables of the same ENV [`env-self-reference`](env-self-reference.md) speaks.',
  RedundantTargetPlatform:
    'Narrower: not where an operator or an ARG gives a default; with the ARG BuildKit takes that platform, so its own warning is wrong.',
  SecretsUsedInArgOrEnv:
    'Narrower: not switches, paths, placeholders and what is empty in ENV, nor names like `…_FILE`, `GPG_KEY` and `VITE_…`. Wider: names in camel case, the ARGs above FROM; tokens by their form, in any instruction.',
  InvalidDefaultArgInFrom:
    'Narrower: an ARG without a default only with `without-default`; of an undeclared one [`undefined-arg-in-from`](undefined-arg-in-from.md) speaks; of names without a variable only those of a stage.',
  FromPlatformFlagConstDisallowed:
    'Narrower: only the last stage; not a digest, where a comment gives the reason, something in it names the architecture, or the stages have several platforms.',
  CopyIgnoredFile:
    'Narrower: only where nothing is left to copy. BuildKit looks at the patterns alone: it warns of `COPY . .` below `**` or `.*` although exceptions let files through.',
  InvalidDefinitionDescription: 'Off: a matter of taste. Narrower: not comments for linters.',
  ExposeProtoCasing: 'Narrower: only what is written, not what variables hold.',
  ExposeInvalidFormat: 'Narrower: only what is written, not what variables hold.',
  'DS-0001': OF_TAGS,
  'DS-0002': OF_ROOT,
  'DS-0004': OF_SSH,
  'DS-0009': 'Narrower: below an absolute WORKDIR a relative one is clear.',
  'DS-0010': OF_SUDO,
  'DS-0011': OF_SEVERAL_SOURCES,
  'DS-0013': OF_CD,
  'DS-0014': OF_DOWNLOADERS,
  'DS-0015': OF_CLEANING,
  'DS-0017': `${OF_UPDATES} \`yum update\` is no list but an upgrade.`,
  'DS-0019': OF_CLEANING,
  'DS-0020': OF_CLEANING,
  'DS-0025': 'Narrower: only stages that become the image.',
  'DS-0026': OF_HEALTH,
  'DS-0027': OF_CLEANING,
  'DS-0029': OF_RECOMMENDED,
  'DS-0031': 'Narrower: not placeholders. Of copied files [`copied-secret`](copied-secret.md) speaks.',
  CKV_DOCKER_1: OF_SSH,
  CKV_DOCKER_2: OF_HEALTH,
  CKV_DOCKER_3: 'Checkov wants any USER in the file; ours asks who runs the program.',
  CKV_DOCKER_4: OF_ADD,
  CKV_DOCKER_5: OF_UPDATES,
  CKV_DOCKER_7: OF_TAGS,
  CKV_DOCKER_8: OF_ROOT,
  CKV_DOCKER_10: 'Narrower: below an absolute WORKDIR a relative one is clear.',
  CKV2_DOCKER_1: OF_SUDO,
  CKV2_DOCKER_10: 'Narrower: not `--noverify`, nor packages that are in the image already.',
}
