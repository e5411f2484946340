/**
 * Packages that recommend nothing, nor does anything that they need: measured by the package lists of Debian 11, 12 and 13 and of
 * Ubuntu 22.04 and 24.04, against what `debian:bookworm-slim` has.
 */
const WITHOUT = new Set(
  [
    'acl apache2-utils apt-transport-https apt-utils aria2 bash binutils binutils-aarch64-linux-gnu',
    'binutils-arm-linux-gnueabihf bison brotli bsdmainutils bzip2 ca-certificates ccache coreutils',
    'debian-archive-keyring dos2unix dumb-init ed fakeroot file findutils fontconfig fonts-noto-cjk gawk',
    'gdbserver gettext-base gh gifsicle gperf gzip inetutils-ping inotify-tools jpegoptim jq less',
    'libaio-dev libaio1 libapparmor-dev libatomic1 libbluetooth3 libbrotli-dev libbsd-dev libbz2-1.0',
    'libc6 libcairo2 libcap-dev libcap2 libclang1 libdrm-dev libdrm2 libegl1 libelf1 libev-dev',
    'libevent-dev libexpat1 libfdt-dev libffi-dev libffi8 libfontconfig1 libfreetype6 libgbm-dev libgbm1',
    'libgmp-dev libgoogle-perftools-dev libjansson-dev libjansson4 libjemalloc2 libjpeg62-turbo',
    'libjson-c-dev libjsoncpp-dev liblcms2-2 liblcms2-dev libluajit-5.1-dev liblzma-dev libmariadb3',
    'libmcrypt-dev libmcrypt4 libmnl-dev libnl-3-dev libnl-genl-3-dev libnspr4 libnspr4-dev libnss3',
    'libnss3-dev libpam0g libpcre3 libpixman-1-0 libpixman-1-dev libpng16-16 libprotobuf-c-dev',
    'librabbitmq-dev libseccomp-dev libsm6 libsodium-dev libsqlite3-0 libssl-dev libstdc++6',
    'libsystemd-dev libudev-dev libudev1 libunistring-dev liburing2 libusb-1.0-0 libuuid1 libuv1',
    'libuv1-dev libvorbis-dev libwayland-egl1 libwebp-dev libx11-6 libx11-dev libx11-xcb1 libxau6',
    'libxcb-shm0-dev libxcb-xfixes0-dev libxcb1 libxcb1-dev libxcomposite1 libxcursor1 libxdamage1',
    'libxdmcp6 libxext-dev libxext6 libxfixes3 libxi-dev libxi6 libxinerama1 libxkbcommon-dev libxml2',
    'libxpm4 libxrandr2 libxrender1 libxslt1.1 libxtst-dev libxtst6 libyaml-dev lld locales luajit m4',
    'make net-tools netbase netcat-traditional ninja-build odbcinst openssl optipng p7zip patch pngquant',
    'protobuf-c-compiler pwgen redis-server ripgrep rsync shellcheck silversearcher-ag sqlite3 strace',
    'sudo swig tar tini tmux traceroute tzdata unzip wait-for-it xfonts-75dpi xfonts-base xmlstarlet',
    'xsltproc xz-utils zlib1g zstd',
  ].flatMap(line => line.split(' ')),
)

/** True for a package with which apt-get installs the same, be recommended packages wanted or not. */
export function recommendsNothing(name: string): boolean {
  return WITHOUT.has(name)
}
