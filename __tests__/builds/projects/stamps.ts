import type { Project } from '../project.js'
import { NPM_FILES } from './installs.js'

/** Whoever writes the same number ran once; `/proc` has another one each time. */
const NUMBER = 'cat /proc/sys/kernel/random/uuid'

/** Its programs say which install they are of. */
export const STAMPED: Project = {
  name: 'commit and date above what is installed',
  rules: ['build-stamp-early'],
  files: NPM_FILES,
  dockerfile: `FROM node:20-slim
ARG GIT_SHA=unknown
ARG BUILD_DATE
ENV GIT_SHA=$GIT_SHA
LABEL org.opencontainers.image.revision=$GIT_SHA \\
  org.opencontainers.image.created="$BUILD_DATE"
WORKDIR /app
COPY package*.json ./
RUN npm ci && ${NUMBER} > /tmp/install
COPY app.js ./
CMD ["cat", "/tmp/install"]
`,
}

export const STAMPS: readonly Project[] = [
  {
    ...STAMPED,
    dockerfile: STAMPED.dockerfile
      .replace(NUMBER, 'echo 1')
      .replace('["cat", "/tmp/install"]', 'node app.js && echo "$GIT_SHA"'),
  },
  {
    name: 'a commit that a later RUN writes down',
    rules: ['build-stamp-early'],
    files: NPM_FILES,
    dockerfile: `FROM node:20-slim AS base
WORKDIR /app

# shown to who asks
ARG COMMIT=unknown

COPY package*.json ./
RUN npm ci
# the version
RUN echo "$COMMIT" > version
FROM base
COPY app.js ./
CMD node app.js && cat version
`,
  },
]
