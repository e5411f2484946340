import { earlyStamps } from '../build/early-stamps.js'
import { moveDown } from '../fixes/move-down.js'
import { defineRule } from './rule.js'
import { listOf } from './wording.js'

export const buildStampEarly = defineRule({
  id: 'build-stamp-early',
  aliases: [],
  title: 'Declare commit and date of the build below what is installed',
  category: 'caching',
  severity: 'warning',
  why: `A RUN gets every ARG and ENV that is declared above it, so BuildKit makes them part of what it looks up in its cache, used or
not. With the commit, date or number of the build among them no RUN below is ever found there.

Measured with Engine 28.5, two builds that differ in one \`--build-arg\`: every RUN below the ARG runs again, one that does not use
it too, also in stages that are built on that stage, and the layers above that RUN are found. So does every RUN below an ENV that
takes the value. LABEL, COPY and WORKDIR on their own do not, nor does an ARG above the first FROM that no stage declares.

Such an ARG is known by its name, or because a workflow of the repository gives it \`github.sha\`, the number of its run, or a date.`,
  fixable: 'sometimes',
  fixSafety: `The image has the same ENVs and LABELs. They pass only commands that are known not to read them: installs of named
packages, and of dependencies whose manifests do not name them.`,
  examples: [
    {
      before: `FROM debian:bookworm-slim
ARG VCS_REF
ARG BUILD_DATE
LABEL org.opencontainers.image.revision=$VCS_REF \\
      org.opencontainers.image.created=$BUILD_DATE
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
COPY app /usr/local/bin/
CMD ["app"]
`,
      after: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
COPY app /usr/local/bin/
ARG VCS_REF
ARG BUILD_DATE
LABEL org.opencontainers.image.revision=$VCS_REF \\
      org.opencontainers.image.created=$BUILD_DATE
CMD ["app"]
`,
    },
    {
      before: `FROM node:22-slim
WORKDIR /app

# shown at /version
ARG GIT_SHA=unknown
ENV GIT_SHA=$GIT_SHA

COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \\
    npm ci
COPY src src
RUN npm run build
CMD ["node", "dist/server.js"]
`,
      after: `FROM node:22-slim
WORKDIR /app

COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \\
    npm ci
COPY src src
# shown at /version
ARG GIT_SHA=unknown
ENV GIT_SHA=$GIT_SHA
RUN npm run build
CMD ["node", "dist/server.js"]
`,
      files: {
        'package.json': '{"dependencies": {"express": "5.1.0"}, "scripts": {"build": "node build.js"}}',
        'package-lock.json': '{}',
        'src/server.js': '',
      },
    },
    {
      before: `FROM debian:bookworm-slim
ARG GIT_SHA
ARG GIT_BRANCH
ENV GIT_SHA=$GIT_SHA
ENV GIT_BRANCH=$GIT_BRANCH
RUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*
COPY --from=binaries app /usr/local/bin/app
ENTRYPOINT ["app"]
`,
      after: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*
COPY --from=binaries app /usr/local/bin/app
ARG GIT_SHA
ARG GIT_BRANCH
ENV GIT_SHA=$GIT_SHA
ENV GIT_BRANCH=$GIT_BRANCH
ENTRYPOINT ["app"]
`,
    },
    {
      before: `FROM alpine:3.22
ARG COMMIT
RUN apk add --no-cache ffmpeg
RUN echo "$COMMIT" > /version
CMD ["app"]
`,
      after: `FROM alpine:3.22
RUN apk add --no-cache ffmpeg
ARG COMMIT
RUN echo "$COMMIT" > /version
CMD ["app"]
`,
    },
  ],
  silent: [
    {
      why: 'it stands below the install',
      text: 'FROM alpine:3.22\nRUN apk add --no-cache ffmpeg\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA\nCMD ["app"]\n',
    },
    {
      why: 'nothing is installed below it',
      text: 'FROM nginx:1.29\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA\nRUN mkdir /data\nCOPY dist /usr/share/nginx/html\n',
    },
    {
      why: 'the commit is written down',
      text: 'FROM alpine:3.22\nARG COMMIT=3b5fac462d21ca16\nLABEL commit=$COMMIT\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n',
    },
    {
      why: 'it says what to build',
      text: 'FROM alpine:3.22\nARG COMMIT\nLABEL commit=$COMMIT\nRUN apk add --no-cache git\nRUN git clone https://example.com/a.git && cd a && git checkout $COMMIT\nCMD ["app"]\n',
    },
    {
      why: 'it is there to install everything anew',
      text: 'FROM alpine:3.22\n# busts the cache\nARG BUILD_DATE\nLABEL built=$BUILD_DATE\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n',
    },
    {
      why: 'nothing uses it, so that may be what it is for',
      text: 'FROM alpine:3.22\nARG BUILD_DATE\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n',
    },
    {
      why: 'a version is no mark of a build',
      text: 'FROM alpine:3.22\nARG VERSION\nLABEL version=$VERSION\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n',
    },
    {
      why: 'the source above changes with every commit, too',
      text: 'FROM alpine:3.22\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA\nCOPY . /app\nRUN apk add --no-cache ffmpeg\nCMD ["app"]\n',
    },
    {
      why: 'the RUN that installs uses it',
      text: 'FROM alpine:3.22\nARG GIT_SHA\nRUN apk add --no-cache ffmpeg && echo $GIT_SHA > /version\nCMD ["app"]\n',
    },
    {
      why: 'the install runs a script of the project, which may read it',
      text: 'FROM node:22\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA\nCOPY package.json package-lock.json version.js ./\nRUN npm ci\nCMD ["node", "a.js"]\n',
      files: {
        'package.json': '{"scripts": {"postinstall": "node version.js"}}',
        'package-lock.json': '{}',
        'version.js': '',
      },
    },
    {
      why: 'packages are as fresh as the build because of it',
      text: 'FROM alpine:3.22\nARG GIT_SHA\nLABEL revision=$GIT_SHA\nRUN apk upgrade --no-cache && apk add --no-cache ffmpeg\nCMD ["app"]\n',
    },
    {
      why: 'ONBUILD keeps it for another build',
      text: 'FROM alpine:3.22\nONBUILD ARG GIT_SHA\nONBUILD RUN apk add --no-cache ffmpeg\nONBUILD LABEL revision=$GIT_SHA\n',
    },
  ],
  references: [
    'https://docs.docker.com/reference/dockerfile/#impact-on-build-caching',
    'https://docs.docker.com/build/cache/optimize/#order-your-layers',
    'https://docs.docker.com/build/cache/invalidation/',
  ],
  *check(build) {
    for (const { names, moved, installs, before, after } of earlyStamps(build)) {
      const [first] = moved
      const values = listOf(names.map(name => `\`${name}\``))
      const it = names.length > 1 ? 'them' : 'it'
      const commands = listOf(installs.map(name => `\`${name}\``))
      yield {
        range: first.instruction.range,
        message: `Every build with another ${values} runs ${commands} again, which ${commands.includes(' and ') ? 'do' : 'does'} not use ${it}.`,
        fix: () => {
          const edits = moveDown(build.dockerfile, moved, before, after)
          const where =
            before === undefined ? 'below all that is installed and copied' : `right above what may use ${it}`
          return edits && { title: `Move ${values} down, ${where}`, safe: true, edits }
        },
      }
    }
  },
})
