import type { Project } from '../project.js'

export const PACKAGE_MANAGERS: readonly Project[] = [
  {
    name: 'installs that ask nothing',
    rules: ['noninteractive-install'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update \\
  && apt-get install --no-install-recommends tini \\
  && apt-get upgrade --no-install-recommends -qq \\
  && rm -rf /var/lib/apt/lists/*
CMD ["tini", "--version"]
`,
  },
  {
    name: 'an upgrade that removes nothing',
    rules: ['release-upgrade'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update && apt-get dist-upgrade -y && rm -rf /var/lib/apt/lists/*
CMD ["cat", "/etc/debian_version"]
`,
  },
  {
    name: 'tools without their downloads',
    rules: ['module-cache-left'],
    dockerfile: `FROM node:20-slim
RUN npm install -g semver@7.6.3 \\
 && echo done
CMD ["semver", "1.2.3"]
`,
    differs: { files: ['/root/.npm/**'] },
  },
  {
    name: 'the version of the manifest',
    rules: ['unpinned-modules'],
    files: { 'package.json': '{"devDependencies": {"semver": "7.6.3"}}' },
    dockerfile: `FROM node:20-slim
COPY package.json /app/
RUN npm install -g semver && npm cache clean --force
CMD ["semver", "1.2.3"]
`,
    differs: { files: ['/usr/local/lib/node_modules/semver/**'] },
  },
]
