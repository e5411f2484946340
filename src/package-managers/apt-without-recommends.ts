/**
 * Packages that recommend nothing, nor does anything that they need: measured by the package lists of Debian 11, 12 and 13 and of
 * Ubuntu 22.04 and 24.04, against what `debian:bookworm-slim` has.
 */
const WITHOUT = new Set(
  [
    'acl adduser apache2-utils apt-transport-https apt-utils aragorn aria2 augeas-tools autotools-dev base-files',
    'bash bash-completion bedtools binutils binutils-aarch64-linux-gnu binutils-arm-linux-gnueabihf bison',
    'bridge-utils brotli bsdmainutils busybox busybox-static bzip2 ca-certificates cabextract capnproto',
    'cargo-auditable ccache chrpath clustalo conntrack coreutils cpio cpp daemon daemonize dbus debconf',
    'debian-archive-keyring device-tree-compiler dh-apparmor dmidecode dos2unix dosfstools dotnet-sdk-8.0 dpkg',
    'dumb-init e2fsprogs ed ed25519 ethtool exim4-config expect fakeroot fastp fasttree file findutils fontconfig',
    'fonts-dejavu fonts-noto-cjk fonts-noto-color-emoji fonts-roboto fonts-symbola fonts-wqy-zenhei ftp fuse gawk',
    'gdbserver gettext-base gh gifsicle googletest gosu gperf gpgconf grep gsl-bin gzip haproxy',
    'hicolor-icon-theme hmmer hostname imagemagick-6-common inetutils-ping inotify-tools install-info john',
    'jpegoptim jq kma kmc kmod lbzip2 less lib32stdc++6 lib32z1 libaio-dev libaio1 libapparmor-dev libapr1',
    'libaprutil1 libargon2-dev libasan8 libatlas-base-dev libatm1-dev libatomic1 libaudit-dev libauparse-dev',
    'libb64-0d libb64-dev libbind-export-dev libblas-dev libbluetooth3 libboost-atomic1.74.0',
    'libboost-atomic1.88.0 libbrotli-dev libbsd-dev libbson-dev libbz2-1.0 libc++-dev libc++abi-dev libc-ares-dev',
    'libc-ares2 libc-bin libc6 libc6-dev-arm64-cross libc6-i386 libcairo2 libcap-dev libcap2 libcapnp-dev',
    'libcjson-dev libcjson1 libclang1 libcunit1 libcunit1-dev libdaemon-dev libdaemon0 libdb-dev libdeflate-dev',
    'libdeflate0 libdrm-dev libdrm2 libedit2 libegl1 libelf1 libev-dev libevent-dev libexpat1 libfdt-dev',
    'libffi-dev libffi8 libfido2-dev libfontconfig1 libfreetype6 libgbm-dev libgbm1 libgc1 libgcc-s1',
    'libgflags-dev libgif-dev libgmock-dev libgmp-dev libgomp1 libgoogle-gson-java libgoogle-perftools-dev',
    'libgoogle-perftools4 libgpg-error-dev libgrpc++1 libgrpc++1.51 libgrpc29 libgsl-dev libgtest-dev',
    'libhiredis-dev libhttpclient-java libicu67 libicu70 libicu72 libicu74 libidn12 libiptc-dev libiptc0',
    'libisal-dev libjansson-dev libjansson4 libjbig0 libjemalloc-dev libjemalloc2 libjna-java libjpeg62-turbo',
    'libjson-c-dev libjsoncpp-dev libjudy-dev liblapack-dev liblcms2-2 liblcms2-dev libldap-common liblttng-ust0',
    'liblttng-ust1 libluajit-5.1-dev liblz4-dev liblzma-dev liblzma5 liblzo2-dev libmagic-dev libmariadb3',
    'libmcrypt-dev libmcrypt4 libmnl-dev libmpc-dev libmpc3 libmpfr-dev libnanomsg-dev libnanomsg5',
    'libnetfilter-conntrack3 libnghttp2-14 libnl-3-200 libnl-3-dev libnl-genl-3-dev libnspr4 libnspr4-dev libnss3',
    'libnss3-dev libodbc1 libonig-dev libopts25-dev libpam-cap libpam0g libpci3 libpcre3 libpcsclite1',
    'libpixman-1-0 libpixman-1-dev libpng16-16 libprotobuf-c-dev libprotobuf-c1 libprotobuf32',
    'libpthread-stubs0-dev librabbitmq-dev librecode-dev librecode0 librtmp1 libseccomp-dev libseccomp2 libsensors4-dev',
    'libsensors5 libservlet3.1-java libslf4j-java libsm6 libsndfile1 libsodium-dev libsqlite3-0 libssh2-1',
    'libssl-dev libssl1.1 libssl3 libssl3t64 libstdc++6 libsystemd-dev libtcl8.6 libtidy-dev libtiff5',
    'libtinyxml2-dev libudev-dev libudev1 libunistring-dev libunwind8 liburing2 libusb-1.0-0 libuuid1 libuv1',
    'libuv1-dev libv4l-0 libvorbis-dev libwayland-egl1 libwebp-dev libwebp6 libx11-6 libx11-dev libx11-xcb-dev',
    'libx11-xcb1 libx264-dev libxau6 libxcb-shm0-dev libxcb-xfixes0-dev libxcb1 libxcb1-dev libxcomposite1',
    'libxcursor1 libxdamage1 libxdmcp6 libxext-dev libxext6 libxfixes3 libxi-dev libxi6 libxinerama1',
    'libxkbcommon-dev libxml2 libxml2-utils libxpm4 libxrandr2 libxrender-dev libxrender1 libxshmfence1',
    'libxslt1.1 libxss1 libxt6 libxtables-dev libxtables12 libxtst-dev libxtst6 libxxhash-dev libyajl-dev',
    'libyaml-0-2 libyaml-dev libzip4 linux-libc-dev lld locales locales-all locate login lua-bitop-dev lua-cjson',
    'lua-cjson-dev lua5.1 luajit m4 make man2html-base mash mcl mcrypt minimap2 mlocate mmseqs2 mount muscle musl',
    'mysql-client nasm ncbi-tools-bin net-tools netbase netcat netcat-openbsd netcat-traditional ninja-build',
    'nlohmann-json3-dev numactl odbcinst openssl optipng p11-kit p7zip p7zip-full pandoc-citeproc passwd patch',
    'patchelf pbzip2 pciutils pigz plink2 pngquant pps-tools prodigal protobuf-c-compiler psmisc pv pwgen raxml',
    're2c redis redis-server redis-tools ripgrep rsync sbsigntool screen sed seqkit seqtk sgml-base sharutils',
    'shellcheck silversearcher-ag snp-sites sqlite3 squashfs-tools strace subread sudo swig tabix tar tcl',
    'tcl-expect tcl8.6 thrift-compiler tidy tini tmux traceroute tree tzdata tzdata-legacy uidmap unzip usbutils',
    'util-linux velvet wait-for-it wrk xfonts-75dpi xfonts-base xfonts-scalable xml-core xmlstarlet xorriso',
    'xsltproc xxd xz-utils yasm zlib1g zstd zsync',
  ].flatMap(line => line.split(' ')),
)

/** True for a package with which apt-get installs the same, be recommended packages wanted or not. */
export function recommendsNothing(name: string): boolean {
  return WITHOUT.has(name)
}
