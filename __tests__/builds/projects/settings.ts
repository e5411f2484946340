import type { Project } from '../project.js'
import { writeTar } from '../tar.js'

const LIST = `CMD ["sh", "-c", "cd / && find srv data opt/app -printf '%p %y %m %U:%G\\\\n' -type f -exec cat {} + 2>&1 | sort"]\n`

export const SETTINGS: readonly Project[] = [
  {
    name: 'commands that others follow',
    rules: ['repeated-command'],
    dockerfile: `FROM debian:bookworm-slim AS base
CMD ["echo", "0"]
ENTRYPOINT ["/bin/false"]
ENTRYPOINT ["echo"]
FROM base
HEALTHCHECK CMD true
CMD echo 1
HEALTHCHECK --interval=5s CMD \\
  # a comment
  test -e /etc/passwd
entrypoint ["cat"]
ENTRYPOINT ["echo", "a"]
CMD ["2"]
`,
  },
  {
    name: 'ports of the host',
    rules: ['expose-format'],
    dockerfile: `FROM debian:bookworm-slim
ARG PORT=9000
EXPOSE 8080:80/TCP 127.0.0.1:53:53/Udp \\
  "444:443" $PORT/TCP 1-3:4-6
CMD ["true"]
`,
  },
  {
    name: 'the port of SSH',
    rules: ['ssh-exposed'],
    dockerfile: `FROM debian:bookworm-slim
EXPOSE 22
EXPOSE 80 22/tcp \\
  443
CMD ["true"]
`,
    differs: { config: ['ExposedPorts'] },
  },
  {
    name: 'several files that become one',
    rules: ['copy-into-folder'],
    files: { 'a.txt': 'a\n', 'b.txt': 'b\n' },
    dockerfile: `FROM debian:bookworm-slim
COPY a.txt b.txt /data
WORKDIR /srv
COPY ["a.txt", "b.txt", "app"]
${LIST}`,
    differs: {
      files: ['/data', '/data/*', '/srv/app', '/srv/app/*'],
      output: [
        "b\nb\ndata f 644 0:0\nfind: 'opt/app': No such file or directory\nsrv d 755 0:0\nsrv/app f 644 0:0\n",
        "a\na\nb\nb\ndata d 755 0:0\ndata/a.txt f 644 0:0\ndata/b.txt f 644 0:0\nfind: 'opt/app': No such file or directory\nsrv d 755 0:0\nsrv/app d 755 0:0\nsrv/app/a.txt f 644 0:0\nsrv/app/b.txt f 644 0:0\n",
      ],
    },
  },
  {
    name: 'relative to the root of the image',
    rules: ['relative-copy-destination'],
    files: { 'a.txt': 'a\n', 'b/c.txt': 'c\n' },
    dockerfile: `FROM debian:bookworm-slim
COPY a.txt data/
ADD ["b", "./opt/app"]
COPY --chown=1000:1000 b/c.txt srv/d.txt
${LIST}`,
  },
  {
    name: 'an archive that a later layer unpacks',
    rules: ['archive-for-add'],
    files: { 'app.tar': writeTar({ 'a.txt': 'a\n', 'b/c.txt': 'c\n' }).toString('latin1') },
    dockerfile: `FROM debian:bookworm-slim
COPY app.tar /tmp/
RUN mkdir -p /opt/app \\
  && tar -xf /tmp/app.tar -C /opt/app \\
  && rm /tmp/app.tar
WORKDIR /srv
${LIST}`,
  },
  {
    name: 'the number of a user',
    rules: ['user-by-name'],
    dockerfile: `FROM debian:bookworm-slim
RUN groupadd -g 2345 staff2 && useradd --uid 1234 --create-home -g 100 -G staff2 app
USER app
CMD ["sh", "-c", "id; echo $HOME"]
`,
    differs: { config: ['User'] },
  },
  {
    name: 'a check without its program',
    rules: ['healthcheck-program'],
    bases: {
      'alpine:3.22':
        'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y busybox && ln -s /bin/busybox /usr/bin/wget\n',
    },
    dockerfile: `FROM alpine:3.22
HEALTHCHECK --interval=10s --retries=2 CMD curl -fsS \\
  "http://localhost:8000/health" || exit 1
CMD ["true"]
`,
    differs: { config: ['Healthcheck'] },
  },
]
