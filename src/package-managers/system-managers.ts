/** What a distribution's package manager understands. Facts: the managers' manual pages. */
export interface SystemManager {
  readonly name: string
  readonly programs: readonly string[]
  /** Options that take the next word as their value. */
  readonly optionsWithValue: ReadonlySet<string>
  /** Verbs behind which packages are named that it installs. */
  readonly installs: readonly string[]
  /** Other verbs that fill the cache. */
  readonly upgrades: readonly string[]
  /** Verbs that move the system as a whole to other versions, or to another release. */
  readonly releaseUpgrades: readonly string[]
  readonly removes: readonly string[]
  /** How it is told to ask nothing; undefined when it never asks. */
  readonly yes: Yes | undefined
  /** What is left of an install. */
  readonly cacheFolders: readonly string[]
  /** The verb that empties the cache. */
  readonly cleans: readonly string[]
  /** The command that leaves nothing of the cache in a layer. */
  readonly cleanCommand: string
  /** A package with a version, and one without a name: a file, an address, a pattern. */
  readonly pinned: RegExp
  /** For messages: how a version is written. */
  readonly versionForm: string
}

interface Yes {
  readonly option: string
  /** Whether it stands behind the program or behind the verb. */
  readonly behind: 'program' | 'verb'
  /** Options with which it asks nothing, or does nothing. */
  readonly options: RegExp
  /** A setting in a file or option that does the same. */
  readonly setting: RegExp
}

const RPM_OPTIONS = new Set([
  ...[
    '-c',
    '--config',
    '-d',
    '-e',
    '-x',
    '--exclude',
    '--disablerepo',
    '--enablerepo',
    '--installroot',
    '--releasever',
  ],
  ...['--repo', '--repoid', '--repofrompath', '--setopt', '--comment', '--advisory', '--forcearch', '--color'],
])
const RPM_INSTALLS = ['groupinstall', 'in', 'install', 'localinstall', 'reinstall']
const RPM_UPGRADES = ['builddep', 'distro-sync', 'swap', 'up', 'update', 'upgrade', 'upgrade-minimal']
const RPM_REMOVES = ['autoremove', 'erase', 'groupremove', 'remove', 'rm']
const RPM_YES: Yes = {
  option: '-y',
  behind: 'verb',
  options: /^(?:-[a-zA-Z]*y[a-zA-Z]*|--assume(?:yes|no)|--downloadonly|-h|--help|--version)$/,
  setting: /assumeyes/i,
}
/** `name-1.2`, `name-1:1.2`, a file, an address, a group, a path that some package owns. */
const RPM_PINNED = /-\d|[*<>=/@]|\.rpm$/

export const SYSTEM_MANAGERS: readonly SystemManager[] = [
  {
    name: 'apt',
    programs: ['apt-get', 'apt'],
    optionsWithValue: new Set([
      ...['-a', '-c', '-o', '-t', '--config-file', '--default-release', '--host-architecture', '--option'],
      '--target-release',
    ]),
    installs: ['install', 'reinstall'],
    upgrades: ['build-dep', 'dist-upgrade', 'full-upgrade', 'satisfy', 'upgrade'],
    releaseUpgrades: ['dist-upgrade', 'full-upgrade'],
    removes: ['autopurge', 'autoremove', 'purge', 'remove'],
    yes: {
      option: '-y',
      behind: 'verb',
      options:
        /^(?:-[a-zA-Z]*[yds][a-zA-Z]*|-\w*q\w*q\w*|-q=[2-9]|--(?:assume-)?(?:yes|no)|--force-yes|--quiet=[2-9]|--(?:download-only|dry-run|just-print|no-act|print-uris|recon|simulate|trivial-only|help|version)|-h)$/,
      setting: /Assume-Yes|force-yes/i,
    },
    cacheFolders: ['/var/cache/apt', '/var/lib/apt/lists'],
    cleans: ['autoclean', 'clean', 'dist-clean', 'distclean'],
    cleanCommand: 'rm -rf /var/lib/apt/lists/*',
    pinned: /[=/*^+]|\.deb$|-$/,
    versionForm: 'name=version',
  },
  {
    name: 'apk',
    programs: ['apk'],
    optionsWithValue: new Set([
      ...['-p', '--root', '-t', '--virtual', '-X', '--repository', '--arch', '--cache-dir', '--cache-max-age'],
      ...['--keys-dir', '--repositories-file', '--timeout', '--wait', '--progress-fd'],
    ]),
    installs: ['add'],
    upgrades: ['fix', 'upgrade'],
    releaseUpgrades: [],
    removes: ['del'],
    yes: undefined,
    cacheFolders: ['/var/cache/apk'],
    cleans: [],
    cleanCommand: 'rm -rf /var/cache/apk/*',
    pinned: /[=<>~@/*!]|\.apk$/,
    versionForm: 'name=version',
  },
  ...['dnf', 'dnf5', 'yum', 'microdnf', 'tdnf'].map(
    (name): SystemManager => ({
      name,
      programs: [name],
      optionsWithValue: RPM_OPTIONS,
      installs: RPM_INSTALLS,
      upgrades: RPM_UPGRADES,
      releaseUpgrades: ['system-upgrade'],
      removes: RPM_REMOVES,
      // Only the latest versions of microdnf ask.
      yes: name === 'microdnf' ? undefined : RPM_YES,
      cacheFolders: ['/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/tdnf', '/var/cache/yum'],
      cleans: ['clean'],
      cleanCommand: `${name} clean all`,
      pinned: RPM_PINNED,
      versionForm: 'name-version',
    }),
  ),
  {
    name: 'zypper',
    programs: ['zypper'],
    optionsWithValue: new Set([
      ...['-c', '--config', '-D', '--reposd-dir', '-C', '--cache-dir', '-R', '--root', '--installroot', '-p'],
      ...[
        '--plus-repo',
        '--plus-content',
        '-r',
        '--repo',
        '--from',
        '-t',
        '--type',
        '--raw-cache-dir',
        '--pkg-cache-dir',
      ],
      ...['--solv-cache-dir', '--releasever', '--userdata', '-s', '--table-style', '-d', '--download'],
    ]),
    installs: ['in', 'install', 'install-new-recommends', 'inr', 'si', 'source-install'],
    upgrades: ['dist-upgrade', 'dup', 'patch', 'up', 'update'],
    releaseUpgrades: ['dist-upgrade', 'dup'],
    removes: ['remove', 'rm'],
    yes: {
      option: '--non-interactive',
      behind: 'program',
      options: /^(?:-[a-zA-Z]*[ny][a-zA-Z]*|--no-confirm|--non-interactive.*|-D|--dry-run|--download-only|-h|--help)$/,
      setting: /ZYPP_NONINTERACTIVE/,
    },
    cacheFolders: ['/var/cache/zypp'],
    cleans: ['cc', 'clean'],
    cleanCommand: 'zypper clean --all',
    pinned: /[=<>*:/]|\.rpm$/,
    versionForm: 'name=version',
  },
  {
    name: 'pacman',
    programs: ['pacman'],
    optionsWithValue: new Set([
      ...['-b', '--dbpath', '-r', '--root', '--arch', '--cachedir', '--color', '--config', '--hookdir', '--ignore'],
      ...['--ignoregroup', '--assume-installed', '--overwrite', '--sysroot', '--gpgdir', '--logfile'],
    ]),
    installs: ['install'],
    upgrades: [],
    releaseUpgrades: [],
    removes: ['remove'],
    yes: {
      option: '--noconfirm',
      behind: 'verb',
      options: /^(?:--noconfirm|-[SRU]\w*p\w*|--print|--print-format.*|-h|--help)$/,
      setting: /noconfirm/i,
    },
    cacheFolders: ['/var/cache/pacman/pkg'],
    cleans: ['clean'],
    // `pacman -Scc --noconfirm` takes the default answer to its question, which is no.
    cleanCommand: 'rm -rf /var/cache/pacman/pkg/*',
    pinned: /[=<>/]|\.pkg\.tar/,
    versionForm: 'name=version',
  },
]
