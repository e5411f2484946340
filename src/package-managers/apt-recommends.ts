/** Any one of these packages will do; the first is the one to add. */
type Need = readonly [string, ...string[]]

const HEADERS: Need = ['libc6-dev', 'build-essential', 'g++']
const CERTIFICATES: Need = ['ca-certificates']

/** What packages do little without, though they only recommend it: by the package lists of Debian 12. */
const NEEDS: Readonly<Record<string, readonly Need[]>> = {
  aria2: [CERTIFICATES],
  autoconf: [['automake']],
  clang: [HEADERS],
  cmake: [['make', 'build-essential', 'dpkg-dev', 'ninja-build'], ['gcc', 'build-essential', 'clang', 'g++'], HEADERS],
  curl: [CERTIFICATES],
  gcc: [HEADERS],
  git: [CERTIFICATES],
  graphviz: [['fonts-liberation', 'fonts-liberation2']],
  // pkg-php-tools brings the compiler and make, by way of debhelper.
  'php-dev': [['build-essential']],
  wget: [CERTIFICATES],
  xvfb: [['xauth']],
  zip: [['unzip']],
}

/** Packages that recommend nothing, or only what their own work does not need. */
const NEEDS_NOTHING = new Set([
  ...[
    'apt-transport-https',
    'apt-utils',
    'bash',
    'bc',
    'bind9-dnsutils',
    'binutils',
    'bison',
    'brotli',
    'build-essential',
  ],
  ...[
    'bzip2',
    'ca-certificates',
    'ccache',
    'debian-archive-keyring',
    'dnsutils',
    'dos2unix',
    'dumb-init',
    'ffmpeg',
    'file',
  ],
  ...[
    'findutils',
    'fontconfig',
    'g++',
    'gawk',
    'gettext',
    'gettext-base',
    'gnupg',
    'gnupg2',
    'gosu',
    'gzip',
    'hostname',
  ],
  ...[
    'htop',
    'inotify-tools',
    'iproute2',
    'iputils-ping',
    'jq',
    'less',
    'lld',
    'llvm',
    'locales',
    'lsb-release',
    'lsof',
  ],
  ...[
    'luajit',
    'm4',
    'make',
    'moreutils',
    'nano',
    'nasm',
    'net-tools',
    'netbase',
    'netcat-openbsd',
    'netcat-traditional',
  ],
  ...['nginx', 'ninja-build', 'openssh-client', 'openssl', 'p7zip-full', 'patch', 'perl', 'pkg-config', 'pkgconf'],
  ...['poppler-utils', 'psmisc', 'redis-tools', 'rlwrap', 'rsync', 'sed', 'socat', 'sqlite3', 'strace', 'supervisor'],
  ...['systemtap-sdt-dev', 'tar', 'tcpdump', 'telnet', 'texinfo', 'time', 'tini', 'traceroute', 'tree', 'tzdata'],
  ...['unixodbc', 'unzip', 'util-linux', 'uuid-dev', 'uuid-runtime', 'vim', 'vim-tiny', 'xz-utils', 'yasm', 'zlib1g'],
  ...['zlib1g-dev', 'zstd'],
])
/** Libraries, Python and the extensions of PHP recommend nothing that matters, with a few exceptions. */
const FAMILIES = [
  /^lib(?!bison|gdk|glib|gnome|gtk|magickcore|perl|qt|reoffice|sasl2-2|va\d|vdpau\d|vips\d|virt|vlc|webkit)[a-z][a-z\d.+-]*(?:-dev|\d)$/,
  /^python[\d.]*(?:-(?:dev|distutils|requests|setuptools|venv|wheel|yaml))?$/,
  /^php[\d.]*(?:-(?!imagick)[a-z][a-z-]*)?$/,
]

/**
 * Packages that are little without what they recommend: PPAs ask for gpg-agent, desktops, office suites, Wine, R and Debian's
 * tools for packages are collections, whose parts are recommended.
 */
const COLLECTIONS =
  /^(?:devscripts|dkms|gnome(?:-core)?|kali-linux-[a-z-]+|kde-(?:full|plasma-desktop|standard)|libreoffice|lxde|lxqt|mate-desktop-environment|octave|(?:python-)?software-properties(?:-common)?|r-base(?:-dev)?|(?:[klx]?ubuntu)-desktop|task-[a-z-]+|wine(?:32|64|hq-[a-z]+)?|xfce4)$/

/** True for a package that nobody wants without what it recommends. */
export function wantsRecommends(name: string): boolean {
  return COLLECTIONS.test(name)
}

const WITH_COMPILER = ['build-essential', 'ca-certificates', 'make']
/** Of buildpack-deps and what is built on it, slim and Alpine variants aside; docker-library/buildpack-deps. */
const BUILDPACK = [
  ...[...WITH_COMPILER, 'autoconf', 'automake', 'bzip2', 'curl', 'dpkg-dev', 'file', 'g++', 'gcc', 'git', 'gnupg'],
  ...[
    'libtool',
    'mercurial',
    'netbase',
    'openssh-client',
    'patch',
    'procps',
    'subversion',
    'unzip',
    'wget',
    'xz-utils',
  ],
]
/** Of golang, which is made from the smaller buildpack-deps:scm and adds a compiler; docker-library/golang. */
const WITH_GO = BUILDPACK.filter(name => !/^(?:auto|bzip2|dpkg-dev|file|libtool|patch|unzip|xz)/.test(name))
const BASES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:buildpack-deps|gcc|node|perl|python|ruby|rust)(?:$|[:@](?!\S*(?:alpine|curl|scm|slim)))/, BUILDPACK],
  [/^golang(?:$|[:@](?!\S*(?:alpine|nanoserver|windows)))/, WITH_GO],
  [/^php(?:$|[:@](?!\S*alpine))/, WITH_COMPILER],
]

/** Packages of an official image that tools need and only recommend. */
export function packagesOfBase(reference: string): readonly string[] {
  const name = reference.replace(
    /^(?:docker\.io\/(?:library\/)?|public\.ecr\.aws\/docker\/library\/|mirror\.gcr\.io\/library\/)/,
    '',
  )
  return BASES.find(([base]) => base.test(name))?.[1] ?? []
}

/**
 * The recommended packages that these packages need and nothing installs by name.
 * @param present every package that the image has for sure, by the names of `familyName`
 * @returns undefined when one of them is unknown: then a person has to choose
 */
export function neededRecommends(
  packages: readonly string[],
  present: ReadonlySet<string>,
): readonly string[] | undefined {
  const needs = packages.map(familyName).map(name => NEEDS[name] ?? (isContent(name) ? [] : undefined))
  if (needs.includes(undefined)) return undefined
  const missing = needs.flatMap(some => some ?? []).filter(need => !need.some(one => present.has(one)))
  return [...new Set(missing.map(([first]) => first))]
}

/** `gcc-12` and `php8.4-dev` need what `gcc` and `php-dev` need. */
export function familyName(name: string): string {
  return name.replace(/^(clang|g\+\+|gcc|lld|llvm)-\d+(?:\.\d+)?$/, '$1').replace(/^php[\d.]+-dev$/, 'php-dev')
}

function isContent(name: string): boolean {
  return NEEDS_NOTHING.has(name) || FAMILIES.some(family => family.test(name))
}
