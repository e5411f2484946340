import type { Project } from '../project.js'

const LISTS = '/var/lib/apt/lists/**'
/** What dpkg and apt note of each package. */
const NOTED = ['/var/lib/dpkg/**', '/var/lib/apt/extended_states']

export const APT: readonly Project[] = [
  {
    name: 'lists of one RUN',
    rules: ['apt-lists-left'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update \\
  && apt-get install -y --no-install-recommends tini \\
  && apt-get clean
CMD ["tini", "--version"]
`,
    differs: { files: [LISTS] },
  },
  {
    name: 'lists of a heredoc',
    rules: ['apt-lists-left'],
    dockerfile: `FROM debian:bookworm-slim
RUN <<SH
set -e
apt-get update
apt-get install -y --no-install-recommends tini
SH
CMD ["tini", "--version"]
`,
    differs: { files: [LISTS] },
  },
  {
    name: 'a compiler that needs the headers',
    rules: ['apt-no-recommends'],
    files: { 'hello.c': '#include <stdio.h>\nint main(void) { return puts("hello") < 0; }\n' },
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y \\
      gcc \\
      curl \\
 && rm -rf /var/lib/apt/lists/*
COPY hello.c /src/
CMD ["sh", "-c", "curl --version > /dev/null && ls /etc/ssl/certs/ca-certificates.crt && gcc -o /hello /src/hello.c && /hello"]
`,
    differs: { files: ['/usr/**', '/etc/**', '/var/lib/*/**', ...NOTED] },
  },
  {
    name: 'an update for the RUN below it',
    rules: ['apt-update-alone'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update
RUN apt-get install -y --no-install-recommends tini
CMD ["tini", "--version"]
`,
    differs: { files: [LISTS] },
  },
  {
    name: 'an update between other commands for two installs',
    rules: ['apt-update-alone'],
    dockerfile: `FROM debian:bookworm-slim
RUN echo first > /first && apt-get update && echo second > /second
RUN apt-get install -y --no-install-recommends tini
RUN mkdir /data \\
  && apt-get install -y --no-install-recommends file
CMD ["sh", "-c", "tini --version && file /first && cat /second"]
`,
    differs: { files: [LISTS] },
  },
  {
    name: 'apt in scripts',
    rules: ['prefer-apt-get'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt update && apt full-upgrade -y \\
  && apt install -y --no-install-recommends tini file \\
  && apt remove -y file && apt autoremove -y && rm -rf /var/lib/apt/lists/*
CMD ["tini", "--version"]
`,
  },
]
