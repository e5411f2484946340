import { type Build, type RunStep, runsCalling } from '../build/build.js'
import { nameOf } from '../build/repository.js'
import { isDeclared } from '../build/variables.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import type { Call } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { lockedVersion } from '../package-managers/locked-versions.js'
import {
  MODULE_PROGRAMS,
  type UnpinnedModules,
  unpinnedModules as unpinnedModulesOf,
} from '../package-managers/named-modules.js'
import { requirementsAbove } from '../package-managers/requirement-runs.js'
import { defineRule } from './rule.js'

export const unpinnedModules = defineRule({
  id: 'unpinned-modules',
  aliases: ['DL3013', 'DL3016', 'DL3028', 'DL3062'],
  title: 'Name the version of what pip, npm, gem, go, cargo and composer install',
  category: 'upkeep',
  severity: 'info',
  why: `Whatever version is the newest when the layer happens to be built is in the image. A build that worked yesterday fails, or
does something else, without a change in the repository; and whoever takes over the package's name is in the image at once.`,
  fixable: 'sometimes',
  fixSafety: `It installs the version that the repository names for the same module: in the nearest lock file, list of
requirements or manifest, else in a Dockerfile. Where the nearest do not agree nothing is suggested. That may be another version
than today's newest.`,
  examples: [
    {
      before: 'FROM python:3.13\nCOPY . .\nRUN pip install gunicorn\n',
      after: 'FROM python:3.13\nCOPY . .\nRUN pip install gunicorn==23.0.0\n',
      files: { 'requirements.txt': 'flask==3.1.2\ngunicorn == 23.0.0\n' },
    },
    {
      before: 'FROM node:22\nCOPY . .\nRUN npm install -g pnpm\n',
      after: 'FROM node:22\nCOPY . .\nRUN npm install -g pnpm@9.15.4\n',
      files: { 'package.json': '{"packageManager": "pnpm@9.15.4+sha512.abc"}' },
    },
    {
      before: 'FROM golang:1.25\nRUN go install golang.org/x/tools/cmd/stringer@latest\n',
      after: 'FROM golang:1.25\nRUN go install golang.org/x/tools/cmd/stringer@latest\n',
    },
    {
      before: 'FROM golang:1.25\nCOPY . .\nRUN go install golang.org/x/tools/cmd/stringer@latest\n',
      after: 'FROM golang:1.25\nCOPY . .\nRUN go install golang.org/x/tools/cmd/stringer@v0.36.0\n',
      files: { 'go.mod': 'module example.com/app\n\ngo 1.25.1\n\nrequire golang.org/x/tools v0.36.0\n' },
    },
    {
      before: 'FROM composer:2\nRUN composer global require laravel/envoy\n',
      after: 'FROM composer:2\nRUN composer global require laravel/envoy:v2.10.2\n',
      files: { 'composer.lock': '{"packages":[{"name":"laravel/envoy","version":"v2.10.2"}],"packages-dev":[]}' },
    },
    { before: 'FROM ruby:3.4\nRUN gem install travis\n', after: 'FROM ruby:3.4\nRUN gem install travis\n' },
  ],
  silent: [
    {
      why: 'a file of requirements has installed it before',
      text: 'FROM python:3.13 AS base\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nFROM base\nRUN pip install pytdx\n',
      files: { 'requirements.txt': 'pytdx==1.72\n' },
    },
    {
      why: 'each has a version',
      text: 'FROM python:3.13\nRUN pip install flask==3.1.2 "uvicorn>=0.30" && pip3 install -r r.txt\n',
    },
    { why: 'a constraint has the versions', text: 'FROM python:3.13\nRUN pip install -c constraints.txt flask\n' },
    {
      why: 'a variable names the constraints',
      text: 'FROM python:3.13\nENV PIP_CONSTRAINT=/c.txt\nRUN pip install flask\n',
    },
    {
      why: 'the installer itself is brought up to date',
      text: 'FROM python:3.13\nRUN pip install --upgrade pip && pip install wheel\n',
    },
    {
      why: 'the newest is asked for',
      text: 'FROM python:3.13\nRUN pip install -U flask && npm install -g npm@latest\n',
    },
    {
      why: 'the project is installed',
      text: 'FROM python:3.13\nCOPY . .\nRUN pip install . && pip install -e .[dev] && pip install /w/a.whl && pip install b.whl[all]\n',
    },
    { why: 'a commit is a version', text: 'FROM python:3.13\nRUN pip install git+https://example.com/a/b@1a2b3c\n' },
    { why: 'the variable may hold it', text: 'FROM python:3.13\nRUN pip install $PACKAGES && npm i -g pnpm@${V}\n' },
    {
      why: 'the lock file has the versions',
      text: 'FROM node:22\nCOPY package*.json ./\nRUN npm install && npm install --no-save express\n',
    },
    {
      why: 'a scope is no version, but this has one',
      text: 'FROM node:22\nRUN npm install --global @angular/cli@13 typescript@5\n',
    },
    {
      why: 'composer writes it in two ways',
      text: 'FROM composer:2\nRUN composer global require a/b:^2 && composer global require a/b 2.1 && composer require a/b\n',
    },
    {
      why: 'gem writes it in two ways',
      text: 'FROM ruby:3.4\nRUN gem install bundler:2.6.2 && gem install rake -v 13.2.1\n',
    },
    {
      why: 'go.mod has the version',
      text: 'FROM golang:1.25\nCOPY . .\nRUN go install ./cmd/app && go install golang.org/x/tools/cmd/stringer\n',
    },
    { why: 'go names it', text: 'FROM golang:1.25\nRUN go install golang.org/x/tools/cmd/stringer@v0.30.0\n' },
    {
      why: 'the crate lies here',
      text: 'FROM rust:1.90\nCOPY . .\nRUN cargo install --path . && cargo install --version 0.1.71 cargo-chef\n',
    },
  ],
  references: [
    'https://docs.docker.com/build/building/best-practices/#version-pinning',
    'https://pip.pypa.io/en/stable/topics/repeatable-installs/',
  ],
  *check(build) {
    for (const run of runsCalling(build, MODULE_PROGRAMS))
      for (const call of run.calls) {
        const found = unpinnedModulesOf(call)
        if (found === undefined) continue
        const isConstrained = ['PIP_CONSTRAINT', 'UV_CONSTRAINT'].some(name => isDeclared(run.state.variables, name))
        if (isConstrained && found.separator === '==') continue
        const words = found.words.filter(word => !isInstalledAbove(build, run, call, found.manager, word))
        if (words.length === 0) continue
        const names = words.map(({ value }) => `\`${value}\``)
        const listed = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
        yield {
          range: toSource(run.script.text, call.command.range),
          message: `\`${found.command}\` takes whatever version of ${listed.join(', ')} is the newest when the layer is built.`,
          fix: () => fix(build, run, { ...found, words }),
        }
      }
  },
})

/** True when a command above has installed the version of a file of requirements: pip leaves it as it is. */
function isInstalledAbove(build: Build, run: RunStep, call: Call, manager: string, { value }: ShellWord): boolean {
  if (manager !== 'pip' || value === undefined) return false
  const files = requirementsAbove(build, run, call)
  const locked = files.size === 0 ? undefined : lockedVersion(manager, value, build)
  return locked !== undefined && files.has(nameOf(locked.file))
}

/** Versions that the repository itself names; none when one of them is missing. */
function fix(build: Build, { script }: RunStep, { manager, words, separator }: UnpinnedModules): Fix | undefined {
  if (!script.editable) return undefined
  const edits: Edit[] = []
  const named = new Set<string>()
  for (const { text, value, range } of words) {
    // Only `go` is to be told that the newest is meant.
    const name = manager === 'go' ? value?.replace(/@latest$/, '') : value
    const locked = name === undefined ? undefined : lockedVersion(manager, name, build)
    if (name === undefined || locked === undefined || text !== value || !isContiguous(script.text, range))
      return undefined
    const { start, end } = toSource(script.text, range)
    edits.push({ start: start + name.length, end, text: separator + locked.version })
    named.add(locked.file === build.dockerfile.path ? 'another line of this file' : `\`${locked.file}\``)
  }
  const [where, verb] = [[...named].join(' and '), named.size === 1 ? 'has' : 'have']
  return { title: `Take the version that ${where} ${verb}`, safe: false, edits }
}
