import type { Project } from '../project.js'

/** Images of other distributions cannot be had: these have their package managers, and a repository with one package. */
const SPEC = `Name: hello
Version: 1
Release: 1
Summary: says hello
License: MIT
BuildArch: noarch
%description
says hello
%install
mkdir -p %{buildroot}/opt && echo hello > %{buildroot}/opt/hello
%files
/opt/hello`

function rpmImage(manager: string, folder: string, url: string): string {
  return `FROM debian:bookworm-slim
RUN apt-get update \\
 && apt-get install -y --no-install-recommends createrepo-c rpm ${manager} \\
 && rm -rf /var/lib/apt/lists/*
COPY <<SPEC /hello.spec
${SPEC}
SPEC
RUN rpmbuild -bb --define '_rpmdir /repo' /hello.spec && createrepo_c /repo
COPY <<REPO ${folder}/own.repo
[own]
name=own
enabled=1
baseurl=${url}
gpgcheck=0
REPO
`
}

const PACMAN = `FROM debian:bookworm-slim
RUN apt-get update \\
 && apt-get install -y --no-install-recommends libarchive-tools makepkg pacman-package-manager \\
 && rm -rf /var/lib/apt/lists/*
WORKDIR /made
COPY <<INFO .PKGINFO
pkgname = hello
pkgbase = hello
pkgver = 1-1
pkgdesc = hello
arch = any
size = 6
INFO
RUN mkdir opt /repo && echo hello > opt/hello \\
 && bsdtar -czf /repo/hello-1-1-any.pkg.tar.gz .PKGINFO opt \\
 && repo-add /repo/own.db.tar.gz /repo/hello-1-1-any.pkg.tar.gz
COPY <<CONF /etc/pacman.conf
[options]
Architecture = auto
SigLevel = Never
CacheDir = /var/cache/pacman/pkg
[own]
Server = file:///repo
CONF
WORKDIR /
`

export const SYSTEM_CACHES: readonly Project[] = [
  {
    name: 'what dnf keeps',
    rules: ['system-cache-left'],
    bases: { 'fedora:42': rpmImage('dnf', '/etc/yum.repos.d', 'file:///repo') },
    dockerfile: `FROM fedora:42
RUN dnf install -y hello \\
 && test -e /opt/hello
CMD ["cat", "/opt/hello"]
`,
    differs: { files: ['/var/cache/dnf/**'] },
  },
  {
    name: 'what zypper keeps',
    rules: ['system-cache-left'],
    bases: { 'opensuse/leap:15.6': rpmImage('zypper', '/etc/zypp/repos.d', 'dir:///repo') },
    dockerfile: `FROM opensuse/leap:15.6
RUN zypper --non-interactive --no-gpg-checks install hello
CMD ["cat", "/opt/hello"]
`,
    differs: { files: ['/var/cache/zypp/**'] },
  },
  {
    name: 'what pacman keeps',
    rules: ['system-cache-left'],
    bases: { 'archlinux:base': PACMAN },
    dockerfile: `FROM archlinux:base
RUN pacman -Sy --noconfirm hello
CMD ["cat", "/opt/hello"]
`,
    differs: { files: ['/var/cache/pacman/pkg/**'] },
  },
]
