import type { Project } from '../project.js'

const INTEGRITY = 'sha512-6FlzubTLZG3J2a/NVCAleEhjzq5oxgHyaCU9yYXvcLsvoVaHJq/s5xXI6/XXP6tz7R9xAOtHnSO/tXtF3WRTlA=='
const MS = 'https://registry.npmjs.org/ms/-/ms-2.1.3.tgz'

const UI = { name: 'ui', version: '1.0.0', bin: { ui: 'dist/cli.js' }, dependencies: { ms: '2.1.3' } }
const api = (ui: string) => ({ name: 'api', version: '1.0.0', dependencies: { ui } })

/** As Yarn writes it, which changes what is written otherwise. */
function written(manifest: object): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Two packages of which one needs the other, whose program is only made later. */
const PACKAGES = {
  '.dockerignore': '**/node_modules\n',
  'packages/ui/package.json': written(UI),
  'packages/ui/index.js': `module.exports = require('ms')('2 days')\n`,
  'packages/api/package.json': written(api('1.0.0')),
  'packages/api/app.js': `console.log(require('ui'))\n`,
  'packages/README.md': 'No member.\n',
} as const

const NPM_LOCK = JSON.stringify({
  ...{ name: 'root', lockfileVersion: 3, requires: true },
  packages: {
    '': { name: 'root', workspaces: ['packages/*'] },
    'node_modules/api': { resolved: 'packages/api', link: true },
    'node_modules/ms': { version: '2.1.3', resolved: MS, integrity: INTEGRITY },
    'node_modules/ui': { resolved: 'packages/ui', link: true },
    'packages/api': api('1.0.0'),
    'packages/ui': UI,
  },
})

const YARN_LOCK = `# yarn lockfile v1


ms@2.1.3:
  version "2.1.3"
  resolved "${MS}"
  integrity ${INTEGRITY}
`

const PNPM_LOCK = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false

importers:

  .: {}

  packages/api:
    dependencies:
      ui:
        specifier: workspace:*
        version: link:../ui

  packages/ui:
    dependencies:
      ms:
        specifier: 2.1.3
        version: 2.1.3

packages:

  ms@2.1.3:
    resolution: {integrity: ${INTEGRITY}}

snapshots:

  ms@2.1.3: {}
`

/** An image of Node.js with a package manager of its own, which notes no times and asks for no newer one of its kind. */
function withTool(image: string, tool: string): NonNullable<Project['bases']> {
  return {
    [image]: `FROM node:20-slim\nENV CI=true DISABLE_V8_COMPILE_CACHE=1\nRUN npm install -g ${tool} && npm cache clean --force\n`,
  }
}

const GO = {
  'golang:1.19-bullseye': `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends golang-go && rm -rf /var/lib/apt/lists/*
`,
}
const GO_FILES = {
  'lib/go.mod': 'module example.com/lib\n\ngo 1.19\n',
  'lib/lib.go': 'package lib\n\nconst Name = "lib"\n',
  'cmd/main.go': 'package main\n\nimport "example.com/lib"\n\nfunc main() { println(lib.Name) }\n',
} as const

const MAVEN = {
  'maven:3.8-eclipse-temurin-17': `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends junit4 libmaven-dependency-plugin-java maven \\
    && rm -rf /var/lib/apt/lists/* && mkdir /root/.m2
RUN echo '<settings><mirrors><mirror><id>debian</id><mirrorOf>*</mirrorOf><url>file:///usr/share/maven-repo</url></mirror></mirrors></settings>' > /root/.m2/settings.xml
`,
}

function pom(artifact: string, more: string): string {
  return `<project><modelVersion>4.0.0</modelVersion>${more}<artifactId>${artifact}</artifactId></project>\n`
}

const PARENT = '<parent><groupId>com.example</groupId><artifactId>top</artifactId><version>1</version></parent>'

const GRADLE = {
  'gradle:4.4-jdk17': `FROM debian:bookworm-slim
RUN mkdir -p /usr/share/man/man1 && apt-get update && apt-get install -y --no-install-recommends gradle \\
    && rm -rf /var/lib/apt/lists/*
`,
}

const PHP = {
  'php:8.2-cli-bookworm': `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends composer php-cli && rm -rf /var/lib/apt/lists/*
`,
}

/** A package of PHP that lies in the project, as a lock file has it. */
function locked(name: string, more: object): object {
  return {
    ...{ name: `example/${name}`, version: '1.0.0', type: 'library', ...more },
    dist: { type: 'path', url: `packages/${name}`, reference: '0' },
    'transport-options': { relative: true },
  }
}

const TEXTS = { autoload: { 'psr-4': { 'Texts\\': 'src/' }, files: ['src/shout.php'] } }
const SHOP = { require: { 'example/texts': '*' }, autoload: { 'psr-4': { 'Shop\\': 'src/' } } }

export const WORKSPACES: readonly Project[] = [
  {
    name: 'a workspace of npm',
    rules: ['source-before-dependencies'],
    files: {
      ...PACKAGES,
      'package.json': JSON.stringify({ name: 'root', workspaces: ['packages/*'] }),
      'package-lock.json': NPM_LOCK,
    },
    dockerfile: `FROM node:20-slim
WORKDIR /app
COPY . .
RUN npm ci
CMD ["node", "packages/api/app.js"]
`,
  },
  {
    name: 'a workspace of Yarn 1',
    rules: ['source-before-dependencies'],
    bases: withTool('node:20.18-bookworm-slim', 'yarn@1.22.22'),
    files: {
      ...PACKAGES,
      'package.json': JSON.stringify({ private: true, workspaces: { packages: ['packages/**'] } }),
      'yarn.lock': YARN_LOCK,
    },
    dockerfile: `FROM node:20.18-bookworm-slim
WORKDIR /app
COPY package.json yarn.lock ./
COPY packages packages
RUN yarn install --frozen-lockfile && yarn cache clean
CMD ["node", "packages/api/app.js"]
`,
  },
  {
    name: 'a workspace of Yarn 4',
    rules: ['source-before-dependencies'],
    bases: withTool('node:20.17-bookworm-slim', '@yarnpkg/cli-dist@4.9.1'),
    files: {
      ...PACKAGES,
      'package.json': written({ name: 'root', packageManager: 'yarn@4.9.1', workspaces: ['./packages/*'] }),
      'packages/api/package.json': written(api('workspace:^')),
      'packages/ui/package.json': written({ ...UI, bin: './dist/cli.js' }),
      '.yarnrc.yml': 'nodeLinker: node-modules\nenableTelemetry: false\n',
    },
    dockerfile: `FROM node:20.17-bookworm-slim
WORKDIR /app
COPY . .
RUN yarn install --no-immutable
CMD ["node", "packages/api/app.js"]
`,
  },
  {
    name: 'a workspace of pnpm',
    rules: ['source-before-dependencies'],
    bases: withTool('node:20.16-bookworm-slim', 'pnpm@9.15.0'),
    files: {
      ...PACKAGES,
      'package.json': '{"name":"root"}',
      'pnpm-workspace.yaml': "packages:\n  - packages/*\n  - '!packages/old'\n",
      'pnpm-lock.yaml': PNPM_LOCK,
      'packages/api/package.json': JSON.stringify(api('workspace:*')),
      'packages/old/package.json': '{"scripts":{"postinstall":"exit 1"}}',
    },
    dockerfile: `FROM node:20.16-bookworm-slim
WORKDIR /app
COPY . .
RUN pnpm install --frozen-lockfile && node packages/api/app.js > built.txt
RUN rm node_modules/.modules.yaml
CMD ["cat", "built.txt"]
`,
    // They hold times, as what is removed above does.
    differs: { files: ['/root/.local/share/pnpm/store/v3/files/**/*-index.json'] },
  },
  {
    name: 'a workspace of Go',
    rules: ['source-before-dependencies'],
    bases: GO,
    files: {
      ...GO_FILES,
      'go.work': 'go 1.19\n\nuse (\n\t./cmd // the program\n\t./lib\n)\n',
      'cmd/go.mod': 'module example.com/cmd\n\ngo 1.19\n',
    },
    dockerfile: `FROM golang:1.19-bullseye AS build
WORKDIR /src
COPY . .
RUN go mod download
RUN go build -o /app ./cmd
FROM debian:bookworm-slim
COPY --from=build /app /app
CMD ["/app"]
`,
  },
  {
    name: 'a module of Go beside the one that needs it',
    rules: ['source-before-dependencies'],
    bases: GO,
    files: {
      ...GO_FILES,
      'cmd/go.mod':
        'module example.com/cmd\n\ngo 1.19\n\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../lib\n',
    },
    dockerfile: `FROM golang:1.19-bullseye AS build
COPY . /src
WORKDIR /src/cmd
RUN go mod download
RUN go build -o /app .
FROM debian:bookworm-slim
COPY --from=build /app /app
CMD ["/app"]
`,
  },
  {
    name: 'modules of Maven',
    rules: ['source-before-dependencies'],
    bases: MAVEN,
    files: {
      'pom.xml': pom(
        'top',
        '<groupId>com.example</groupId><version>1</version><packaging>pom</packaging><modules><module>api</module></modules>',
      ),
      'api/pom.xml': pom('api', `${PARENT}<packaging>pom</packaging><modules><module>v1</module></modules>`),
      'api/v1/pom.xml': pom(
        'v1',
        `${PARENT.replace('</parent>', '<relativePath>../../pom.xml</relativePath></parent>')}<packaging>pom</packaging>`,
      ),
      'api/v1/src/main/java/App.java': 'class App {}\n',
    },
    dockerfile: `FROM maven:3.8-eclipse-temurin-17
WORKDIR /src
COPY . .
RUN mvn -B -q dependency:resolve
CMD ["sh", "-c", "find -type f | sort"]
`,
    // They hold the time of the download.
    differs: { files: ['/root/.m2/**/_remote.repositories', '/root/.m2/**/*.lastUpdated'] },
  },
  {
    name: 'packages of Composer that lie in the project',
    rules: ['source-before-dependencies'],
    bases: PHP,
    files: {
      '.dockerignore': 'vendor\n',
      'composer.json': JSON.stringify({
        name: 'example/app',
        version: '1.0.0',
        repositories: [{ type: 'path', url: 'packages/*' }, { 'packagist.org': false }],
        require: { 'example/shop': '*' },
        // Otherwise each install takes a name of its own.
        config: { 'autoloader-suffix': 'App' },
      }),
      'composer.lock': JSON.stringify({
        packages: [locked('shop', SHOP), locked('texts', TEXTS)],
        ...{ 'packages-dev': [], aliases: [], 'minimum-stability': 'stable', 'stability-flags': [] },
        ...{ 'prefer-stable': false, 'prefer-lowest': false, platform: [], 'platform-dev': [] },
      }),
      'packages/shop/composer.json': JSON.stringify({ name: 'example/shop', version: '1.0.0', ...SHOP }),
      'packages/shop/src/Sale.php': '<?php namespace Shop; class Sale { const TEXT = "sale"; }\n',
      'packages/texts/composer.json': JSON.stringify({ name: 'example/texts', version: '1.0.0', ...TEXTS }),
      'packages/texts/src/shout.php': '<?php function shout($text) { return strtoupper($text); }\n',
      'app.php': '<?php require "vendor/autoload.php"; echo shout(Shop\\Sale::TEXT);\n',
    },
    dockerfile: `FROM php:8.2-cli-bookworm
WORKDIR /app
COPY . .
RUN composer install --no-interaction
CMD ["php", "app.php"]
`,
  },
  {
    name: 'projects of Gradle',
    rules: ['source-before-dependencies'],
    bases: GRADLE,
    files: {
      '.dockerignore': '.gradle\n**/build\n',
      'settings.gradle': "rootProject.name = 'top'\ninclude 'api', ':lib:core'\n",
      'build.gradle': "apply plugin: 'java'\ndependencies { compile project(':lib:core') }\n",
      'api/build.gradle': "apply plugin: 'java'\ndependencies { compile project(':lib:core') }\n",
      'api/src/main/java/Api.java': 'class Api {}\n',
      'lib/core/build.gradle': "apply plugin: 'java'\nversion = greatest\n",
      'lib/core/gradle.properties': 'greatest=2\n',
      'lib/core/src/main/java/Core.java': 'class Core {}\n',
    },
    dockerfile: `FROM gradle:4.4-jdk17
WORKDIR /src
COPY . .
RUN gradle dependencies --offline --no-daemon
CMD ["sh", "-c", "find -type f -not -path '*/.gradle/*' | sort"]
`,
    // They hold times and what number the process had.
    differs: { files: ['/src/.gradle/**', '/root/.gradle/**'] },
  },
]
