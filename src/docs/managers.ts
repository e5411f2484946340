import { modelBuild, runsOf } from '../build/build.js'
import { parseDockerfile } from '../documents/dockerfile/document.js'
import { CLEANINGS } from '../package-managers/cache-cleaning.js'
import { type CacheUse, cacheUsesOf } from '../package-managers/cache-uses.js'
import { systemCallsOf } from '../package-managers/system-packages.js'

/** A manager, an image that has it, a command that installs, and how a version is held. */
const ROWS: readonly (readonly [name: string, image: string, install: string, version: string])[] = [
  ['pip', 'python:3.13', 'pip install -r requirements.txt', '`name==1.2`'],
  ['pipx', 'python:3.13', 'pipx install name', '`name==1.2`'],
  ['uv', 'python:3.13', 'uv sync', '`uv.lock`'],
  ['poetry', 'python:3.13', 'poetry install', '`poetry.lock`'],
  ['pdm', 'python:3.13', 'pdm install', '`pdm.lock`'],
  ['conda', 'continuumio/miniconda3', 'conda install name', '`name=1.2`'],
  ['mamba', 'condaforge/miniforge3', 'mamba install name', '`name=1.2`'],
  ['micromamba', 'mambaorg/micromamba', 'micromamba install name', '`name=1.2`'],
  ['npm', 'node:22', 'npm ci', '`package-lock.json`, `name@1.2`'],
  ['yarn', 'node:22', 'yarn install', '`yarn.lock`, `name@1.2`'],
  ['yarn berry', 'node:22', 'yarn install', '`yarn.lock`'],
  ['pnpm', 'node:22', 'pnpm install', '`pnpm-lock.yaml`, `name@1.2`'],
  ['bun', 'oven/bun:1', 'bun install', '`bun.lock`, `name@1.2`'],
  ['go', 'golang:1.25', 'go build', '`go.sum`, `path@v1.2`'],
  ['cargo', 'rust:1.90', 'cargo build', '`Cargo.lock`, `name@1.2`'],
  ['maven', 'maven:3.9', 'mvn package', '`pom.xml`'],
  ['gradle', 'gradle:9', 'gradle build', '`gradle.lockfile`'],
  ['composer', 'composer:2', 'composer install', '`composer.lock`'],
  ['bundler', 'ruby:3.4', 'bundle install', '`Gemfile.lock`'],
  ['gem', 'ruby:3.4', 'gem install name', '`name:1.2`'],
  ['nuget', 'mcr.microsoft.com/dotnet/sdk:9.0', 'dotnet restore', '`packages.lock.json`'],
  ['apt', 'debian:12', 'apt-get install name', ''],
  ['apk', 'alpine:3.22', 'apk add name', ''],
  ...['dnf', 'yum', 'microdnf', 'tdnf'].map(name => [name, 'fedora:42', `${name} install name`, ''] as const),
  ['zypper', 'opensuse/leap:15.6', 'zypper install name', ''],
  ['pacman', 'archlinux:base', 'pacman -S name', ''],
]

/** What Drydock knows of each package manager, as Markdown: read from the same data as the rules. */
export function managersTable(): string {
  const head = [
    '| Manager | Installs | A version is held by | Cache of root | Kept out of a layer by |',
    '| :-- | :-- | :-- | :-- | :-- |',
  ]
  return [...head, ...ROWS.map(row)].join('\n')
}

function row([name, image, install, version]: (typeof ROWS)[number]): string {
  const build = modelBuild(parseDockerfile('Dockerfile', `FROM ${image}\nUSER root\nRUN ${install}\n`))
  const [run] = runsOf(build)
  const uses = run ? cacheUsesOf(run) : []
  const use = uses.find(({ cache }) => cache.name === name) ?? uses[0]
  const system = run && systemCallsOf(run)[0]
  const written = system ? `\`${system.manager.versionForm.replace('version', '1.2')}\`` : version
  const folders = use?.folders?.map(folder => `\`${folder}\``).join(', ') ?? 'depends on the image'
  const cells = [
    name,
    `\`${install}\``,
    written,
    folders,
    system ? cleansOfSystem(system.manager.name, system.manager.cleanCommand) : cleansOf(use),
  ]
  return `| ${cells.join(' | ')} |`
}

function cleansOfSystem(name: string, command: string): string {
  return name === 'apk' ? '`--no-cache`' : `\`${command}\``
}

function cleansOf(use: CacheUse | undefined): string {
  const { option, command } = CLEANINGS[use?.cache.name ?? ''] ?? {}
  const known = option ?? (use && command?.(use.calls[0])) ?? use?.cache.offOptions[0]
  return known === undefined ? 'a cache mount' : `\`${known}\``
}
