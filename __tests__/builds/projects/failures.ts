import type { Project } from '../project.js'

/** What does not build, or does not start, before it is fixed. */
export const FAILURES: readonly Project[] = [
  {
    name: 'a secret of root for another user',
    rules: ['unreadable-mount'],
    secrets: { token: 'not so secret' },
    dockerfile: `FROM node:20-slim
USER node
WORKDIR /home/node
RUN --mount=type=secret,id=token wc -c < /run/secrets/token > length
CMD ["cat", "length"]
`,
    failsBefore: { says: /Permission denied|did not complete successfully/, writes: '13\n' },
  },
  {
    name: "cargo's target in a mount",
    rules: ['hidden-mount-result'],
    bases: {
      // Does what counts here: it makes the binary in `target`.
      'rust:1.90': `FROM debian:bookworm-slim
RUN printf '#!/bin/sh\\nmkdir -p target/release && cp main.sh target/release/web && chmod 755 target/release/web\\n' \\
      > /usr/local/bin/cargo && chmod 755 /usr/local/bin/cargo
ENV CARGO_HOME=/usr/local/cargo
`,
    },
    files: { 'main.sh': '#!/bin/sh\necho started\n' },
    dockerfile: `FROM rust:1.90 AS build
WORKDIR /app
COPY . .
RUN --mount=type=cache,id=drydock-test-target,target=/app/target cargo build --release
FROM debian:bookworm-slim
COPY --from=build /app/target/release/web /usr/bin/web
CMD ["web"]
`,
    failsBefore: { says: /"\/app\/target\/release\/web": not found/, writes: 'started\n' },
  },
  {
    name: 'ports with commas',
    rules: ['expose-invalid'],
    dockerfile: `FROM debian:bookworm-slim
EXPOSE 80, 443/tcp
CMD ["echo", "started"]
`,
    failsBefore: { says: /80,/, writes: 'started\n' },
  },
  {
    name: 'a slip of the pen in the name of a stage',
    rules: ['copy-from-unknown-stage'],
    dockerfile: `FROM debian:bookworm-slim AS builder
RUN echo built > /built
FROM debian:bookworm-slim
COPY --from=buidler /built /
CMD ["cat", "/built"]
`,
    failsBefore: { says: /buidler/, writes: 'built\n' },
  },
  {
    name: 'a path that an empty image does not have',
    rules: ['missing-stage-path'],
    files: { 'app.conf': 'port=80\n' },
    dockerfile: `FROM scratch AS files
COPY app.conf /etc/app/app.conf
FROM debian:bookworm-slim
COPY --from=files /app.conf /etc/
CMD ["cat", "/etc/app.conf"]
`,
    failsBefore: { says: /"\/app\.conf": not found/, writes: 'port=80\n' },
  },
  {
    name: 'nobody in an empty image',
    rules: ['unknown-user'],
    dockerfile: `FROM debian:bookworm-slim AS files
RUN apt-get update && apt-get install -y --no-install-recommends busybox-static
FROM scratch
COPY --from=files /bin/busybox /busybox
USER nobody
CMD ["/busybox", "id", "-u"]
`,
    failsBefore: { says: /unable to find user nobody/, writes: '65534\n' },
  },
  {
    name: 'npm, whose mount belongs to root',
    rules: ['cache-mount-defeated'],
    files: {
      'package.json': '{"name": "app", "version": "1.0.0", "dependencies": {"ms": "2.1.3"}}',
      'app.js': "console.log(require('ms')('2 days'))\n",
    },
    dockerfile: `FROM node:20-slim
USER node
WORKDIR /home/node
COPY package.json app.js ./
RUN --mount=type=cache,id=drydock-test-root,target=/home/node/.npm npm install
CMD ["node", "app.js"]
`,
    failsBefore: { says: /did not complete successfully/, writes: '172800000\n' },
  },
]
