import { posix } from 'node:path'
import * as v from 'valibot'
import { type BuildRequest, imageName } from './build-request.js'
import { readDocuments, WORDS } from './read-documents.js'

/** What a configuration of Google Cloud Build does. */
export interface CloudBuild {
  readonly requests: readonly BuildRequest[]
  /** The images that its steps run in, where the folder with the sources is root's. */
  readonly steps: readonly string[]
}

const STEP = v.object({ name: v.string(), args: WORDS, env: WORDS, dir: v.fallback(v.string(), '') })
const CONFIG = v.object({ steps: v.array(STEP), options: v.fallback(v.object({ env: WORDS }), { env: [] }) })

/**
 * Docker's step image. Its newest tag is Docker 20.10.24, which takes BuildKit only when it is asked to (cloud-builders,
 * docker/cloudbuild.yaml); Docker 23 takes it anyway.
 */
const DOCKER_STEP = /^gcr\.io\/cloud-builders\/docker(?::(?!2[3-9]|[3-9]\d)|@|$)/
const ASKS_FOR_BUILDKIT = /\bDOCKER_BUILDKIT=(?!0)|\bbuildx\b/

export function readCloudBuild(text: string): CloudBuild {
  const configs = readDocuments(text, CONFIG)
  return {
    requests: configs.flatMap(({ steps, options }) => steps.flatMap(step => requestsOf(step, options.env))),
    steps: configs.flatMap(({ steps }) => steps.map(({ name }) => imageName(name))),
  }
}

function requestsOf({ name, args, env, dir }: v.InferOutput<typeof STEP>, all: readonly string[]): BuildRequest[] {
  const isScript = args.some(arg => /\s/.test(arg))
  const hasBuildKit = !DOCKER_STEP.test(name) || [...all, ...env, ...args].some(one => ASKS_FOR_BUILDKIT.test(one))
  return (isScript ? dockerCommands(args.join('\n')) : [args]).flatMap(([command, ...words]) =>
    command === 'build' ? { ...requestOf(words, dir), hasBuildKit } : [],
  )
}

/** The words behind each `docker` of a script. */
function dockerCommands(script: string): readonly (readonly string[])[] {
  return [...script.replace(/\\\n/g, ' ').matchAll(/\bdocker\s+(build\s[^\n;&|]*)/g)].map(([, words = '']) =>
    words.split(/\s+/).filter(Boolean),
  )
}

function requestOf(words: readonly string[], folder: string): Pick<BuildRequest, 'dockerfile' | 'images'> {
  const [file] = valuesOf(words, '-f', '--file')
  const dockerfile = file ?? posix.join(words.at(-1) ?? '.', 'Dockerfile')
  return { dockerfile: posix.join(folder, dockerfile), images: valuesOf(words, '-t', '--tag').map(imageName) }
}

/** What a flag is given, behind `=` or as the next word. */
function valuesOf(words: readonly string[], ...names: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    if (names.includes(word)) return words[index + 1] ?? []
    const name = names.find(one => word.startsWith(`${one}=`))
    return name === undefined ? [] : word.slice(name.length + 1)
  })
}
