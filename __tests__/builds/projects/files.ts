import type { Project } from '../project.js'

const LIST = `CMD ["sh", "-c", "find /srv /data -printf '%p %y %m %U:%G\\\\n' -type f -exec cat {} + | sort"]\n`

export const FILES: readonly Project[] = [
  {
    name: 'folders, patterns and owners',
    rules: ['add-for-copy'],
    files: { 'site/index.html': '<h1>Ann</h1>\n', 'site/a/b.css': 'a {}\n', 'a.txt': 'a\n', 'b.txt': 'b\n' },
    dockerfile: `FROM debian:bookworm-slim
WORKDIR /srv
ADD site/ ./site/
ADD --chown=1000:1000 --chmod=640 ["a.txt", "b.txt", "/data/"]
add *.txt ./
${LIST}`,
  },
  {
    name: 'dots that lead out',
    rules: ['copy-outside-context'],
    files: { 'shared/lib/a.txt': 'a\n', 'b.txt': 'b\n' },
    dockerfile: `FROM debian:bookworm-slim
WORKDIR /data
COPY ../shared /srv/shared
COPY ["../../b.txt", "./"]
${LIST}`,
  },
  {
    name: 'a slip in the name of a file',
    rules: ['missing-copy-source'],
    files: { 'compose.yml': 'services:\n  web:\n    build: .\n', 'settings.json': '{}\n', 'src/a.txt': 'a\n' },
    dockerfile: `FROM debian:bookworm-slim
COPY ["settings.jsn", "/data/"]
COPY src /srv/src
CMD ["cat", "/data/settings.json", "/srv/src/a.txt"]
`,
    failsBefore: { says: /settings\.jsn.*not found/, writes: '{}\na\n' },
  },
  {
    name: 'the folder that is WORKDIR, and one that is not yet',
    rules: ['cd-for-workdir'],
    files: { 'a.txt': 'a\n' },
    dockerfile: `FROM debian:bookworm-slim
WORKDIR /srv
RUN cd /srv && pwd > here
COPY a.txt /data/
RUN cd /data \\
  && cp a.txt b.txt && pwd > there
ENV A=b
WORKDIR /srv
${LIST}`,
  },
  {
    name: 'relative to the root, then to that',
    rules: ['relative-workdir'],
    files: { 'a.txt': 'a\n' },
    dockerfile: `FROM debian:bookworm-slim
RUN mkdir /data
WORKDIR srv/app
COPY a.txt .
WORKDIR lib
COPY a.txt .
${LIST}`,
  },
  {
    name: 'the name in a label',
    rules: ['maintainer-deprecated'],
    dockerfile: `FROM debian:bookworm-slim
MAINTAINER Ann Lee <ann@example.com>, 'QA' & Co.
CMD ["true"]
`,
    differs: { config: ['Author', 'Labels'] },
  },
  {
    name: 'the version of the other stage',
    rules: ['pinned-base-image'],
    bases: {
      'drydock-test/base:1': 'FROM debian:bookworm-slim\nRUN echo 1 > /version\n',
      'drydock-test/base:latest': 'FROM debian:bookworm-slim\nRUN echo 2 > /version\n',
    },
    dockerfile: `FROM drydock-test/base:1 AS build
RUN echo built > /built
FROM drydock-test/base
COPY --from=build /built /
CMD ["cat", "/version", "/built"]
`,
    differs: { files: ['/version'], output: ['2\nbuilt\n', '1\nbuilt\n'] },
  },
]
