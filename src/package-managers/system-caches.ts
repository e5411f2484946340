import { COMMON, type PackageCache, verb, words } from './cache.js'

const RPM_VERBS = verb('groupinstall', 'in', 'install', 'localinstall', 'reinstall', 'up', 'update', 'upgrade')
/** What keeps little but lists unless a setting tells it to keep packages: a mount does not pay, but one may be there. */
const SELDOM = { ...COMMON, isExclusive: true, isSystem: true, pays: () => false }

export const SYSTEM_CACHES: readonly PackageCache[] = [
  {
    ...COMMON,
    name: 'apt',
    programs: ['apt', 'apt-get'],
    uses: verb('build-dep', 'dist-upgrade', 'install', 'update', 'upgrade'),
    pays: verb('install'),
    folders: () => ['/var/cache/apt', '/var/lib/apt'],
    clears: verb('autoclean', 'clean', 'dist-clean', 'distclean'),
    isExclusive: true,
    isSystem: true,
  },
  {
    ...COMMON,
    name: 'apk',
    programs: ['apk'],
    uses: verb('add', 'upgrade'),
    pays: verb('add'),
    folders: () => ['/etc/apk/cache'],
    offOptions: ['--no-cache'],
    clears: words(/^cache (?:clean|purge)/),
    isExclusive: true,
    isSystem: true,
  },
  {
    ...SELDOM,
    name: 'dnf',
    programs: ['dnf', 'dnf5', 'microdnf', 'tdnf', 'yum'],
    uses: RPM_VERBS,
    folders: ({ call: { program } }) => RPM_FOLDERS[program] ?? ['/var/cache/dnf', '/var/cache/libdnf5'],
    clears: verb('clean'),
  },
  {
    ...SELDOM,
    name: 'zypper',
    programs: ['zypper'],
    uses: verb('dist-upgrade', 'dup', 'in', 'install', 'patch', 'up', 'update'),
    folders: () => ['/var/cache/zypp'],
    clears: verb('cc', 'clean'),
  },
  {
    ...SELDOM,
    name: 'pacman',
    programs: ['pacman'],
    uses: ({ args }) => args.some(({ text }) => /^-S(?![a-z]*[cgils])[a-z]*$|^-U/.test(text)),
    folders: () => ['/var/cache/pacman/pkg'],
    clears: ({ args }) => args.some(({ text }) => /^-S[a-z]*c/.test(text)),
  },
]

/** dnf 5, which Fedora 41 and later call dnf, has a folder of its own; yum is dnf on all but the oldest images. */
const RPM_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  dnf5: ['/var/cache/libdnf5'],
  microdnf: ['/var/cache/yum', '/var/cache/dnf', '/var/cache/libdnf5'],
  tdnf: ['/var/cache/tdnf'],
  yum: ['/var/cache/yum', '/var/cache/dnf', '/var/cache/libdnf5'],
}
