import { familiarName, type ImageReference, parseImageReference } from '../documents/dockerfile/image-reference.js'
import { runtimeFiles, runtimeTag } from '../package-managers/runtime-versions.js'
import { remembered, rememberedFor } from '../remembered.js'
import type { Build } from './build.js'
import { copiesOf } from './copies.js'
import { dockerfilesAround, parsedDockerfile, stepsBetween } from './dockerfiles-around.js'
import { grouped } from './grouped.js'
import { descendantsOf } from './lineage.js'
import { folderOf, joinPath, type Repository } from './repository.js'
import { buildStages, type StageBuild } from './state.js'

/** A tag that the repository itself uses or asks for. */
export interface TagCandidate {
  readonly tag: string
  /** The file that says so; undefined for the Dockerfile itself. */
  readonly file: string | undefined
}

/**
 * The best-founded version for an image whose version is open: that of another stage, of a Dockerfile in the same folder,
 * what the project says it is for, and at last what all other Dockerfiles use. Where one of these names several, there is none.
 */
export function tagCandidate(build: Build, stage: StageBuild, open: ImageReference): TagCandidate | undefined {
  const name = familiarName(open)
  const { repository, dockerfile } = build
  const own = ownTags(build, name)
  if (own.size > 0) return one([...own].map(tag => ({ tag, file: undefined })))
  const around = dockerfilesAround(dockerfile.path, repository).flatMap(paths =>
    paths.flatMap(path => tagsIn(path, name, repository)),
  )
  const beside = around.filter(({ file }) => folderOf(file) === folderOf(dockerfile.path))
  if (beside.length > 0) return one(beside)
  const asked = isForProject(build, stage) ? runtimeCandidates(build, name) : []
  if (asked.length > 0) return one(asked)
  // What a single project uses somewhere else is its own matter.
  const [nearest] = around
  const isNear = nearest !== undefined && stepsBetween(folderOf(dockerfile.path), folderOf(nearest.file)) <= NEAR
  return isNear && new Set(around.map(({ file }) => folderOf(file))).size > 1 ? one(around) : undefined
}

/** The folder of a sister is one step up and one down. */
const NEAR = 2

/** The one tag that all candidates have, undefined when they differ. */
function one(candidates: readonly TagCandidate[]): TagCandidate | undefined {
  return new Set(candidates.map(({ tag }) => tag)).size === 1 ? candidates[0] : undefined
}

/** The image that a stage pulls, undefined for another stage, scratch and what no reference is. */
export const pulledImage = remembered(({ parent, reference }: StageBuild): ImageReference | undefined =>
  parent || reference === undefined || reference === 'scratch' ? undefined : parseImageReference(reference),
)

interface Tagged {
  readonly name: string
  readonly tag: string
}

function taggedImages(stages: readonly StageBuild[]): readonly Tagged[] {
  return stages.flatMap(stage => {
    const image = pulledImage(stage)
    return image?.tag === undefined ? [] : [{ name: familiarName(image), tag: image.tag }]
  })
}

const ownTags = rememberedFor(
  (build: Build, name: string) =>
    new Set(
      tagsByName(build)
        .get(name)
        ?.flatMap(({ tag }) => whole(name, tag) ?? []),
    ),
)

const tagsByName = remembered(({ stages }: Build) => grouped(taggedImages(stages), ({ name }) => name))

/** A stage of the same file shares what the other pulls, but for what would be another system. */
function whole(name: string, tag: string): string | undefined {
  if (tag === 'latest' || !/\d/.test(tag.replace(CODENAMES, '0'))) return undefined
  return OTHER_SYSTEM.test(tag) ? versionOf(name, tag) : tag
}

/** Images whose version alone is a tag, of the same kind as `latest`. */
const PLAIN =
  /^(?:debian|elixir|erlang|golang|haproxy|httpd|mariadb|memcached|mysql|nginx|node|perl|php|postgres|python|rabbitmq|redis|ruby|rust)$/
const OTHER_SYSTEM = /alpine|nanoserver|windowsservercore/
const PREVIEW = /alpha|beta|dev|edge|nightly|preview|rc/
/** Distributions that get no corrections any more: nobody is led back to them. */
const RETIRED =
  /^(?:ubuntu:(?:1\d\.|20\.|bionic|focal)|debian:(?:[1-9](?:[.-]|$)|10|buster)|centos:|alpine:(?:2\.|3\.1?\d(?:\.|$))|fedora:[123]?\d$)/
const CODENAMES = /\b(?:bookworm|bullseye|buster|trixie|bionic|focal|jammy|noble)\b/
const CODENAME = new RegExp(`^${CODENAMES.source}$`)

/** What a tag says of the version, without the variant: that of `latest` stays. */
function versionOf(name: string, tag: string): string | undefined {
  if (PREVIEW.test(tag) || RETIRED.test(`${name}:${tag}`)) return undefined
  if (PLAIN.test(name)) return /^(\d+(?:\.\d+){0,2}|[a-z]+)(?:-.+)?$/.exec(tag)?.slice(1).find(isVersion)
  return !OTHER_SYSTEM.test(tag) && isVersion(tag) ? tag : undefined
}

function isVersion(tag: string): boolean {
  return /^v?\d+(?:[.-]\w+)*$/.test(tag) || CODENAME.test(tag)
}

const imagesIn = rememberedFor((repository: Repository, path: string) =>
  taggedImages(buildStages(parsedDockerfile(repository, path))),
)

/** The versions that another Dockerfile uses of an image. */
function tagsIn(path: string, name: string, repository: Repository): readonly (TagCandidate & { file: string })[] {
  if (!repository.texts.get(path)?.includes(name)) return []
  return imagesIn(repository, path).flatMap(({ name: other, tag }) => {
    const version = other === name && tag !== 'latest' ? versionOf(name, tag) : undefined
    return version === undefined ? [] : [{ tag: version, file: path }]
  })
}

/** True when files of the project come into the stage or one that is built on it: then its version is the project's. */
function isForProject(build: Build, stage: StageBuild): boolean {
  return [stage, ...descendantsOf(build, stage)].some(other =>
    other.stage.instructions.some(instruction =>
      copiesOf(instruction).some(({ from, sources }) => from === undefined && !sources.every(isRemote)),
    ),
  )
}

function isRemote({ text }: { readonly text: string }): boolean {
  return /:\/\//.test(text)
}

/** They say where a project begins, too. */
const MODULES = new Set(['go.mod', 'pyproject.toml', 'Gemfile'])

/** What the files of the Dockerfile's folder say, else those of the nearest folder above that says something. */
function runtimeCandidates({ dockerfile, repository: { texts } }: Build, name: string): readonly TagCandidate[] {
  const names = runtimeFiles(name) ?? []
  for (let folder = folderOf(dockerfile.path); ; folder = folderOf(folder)) {
    const there = names.map(file => ({ file, path: joinPath(folder, file) })).filter(({ path }) => texts.has(path))
    const found = there.flatMap(({ file, path }) => {
      const tag = runtimeTag(name, file, texts.get(path) ?? '')
      return tag === undefined ? [] : [{ tag, file: path }]
    })
    // The module that the nearest file speaks of is the one that is built.
    if (found.length === 0 && there.some(({ file }) => MODULES.has(file))) return []
    // `3.12.4` is a kind of `3.12`.
    const exact = found.filter(({ tag }) => !found.some(other => other.tag.startsWith(`${tag}.`)))
    if (exact.length > 0 || folder === '') return exact
  }
}
