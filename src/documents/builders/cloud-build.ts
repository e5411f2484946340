import { posix } from 'node:path'
import * as v from 'valibot'
import { readDocuments, WORDS } from '../read-documents.js'
import { type BuilderFile, type BuildRequest, imageName } from './build-request.js'

const TEXT = v.fallback(v.string(), '')
const STEP = v.object({ name: v.string(), args: WORDS, env: WORDS, dir: TEXT, script: TEXT })
const CONFIG = v.object({ steps: v.array(STEP), options: v.fallback(v.object({ env: WORDS }), { env: [] }) })

/**
 * Docker's step image. Its newest tag is Docker 20.10.24, which takes BuildKit only when it is asked to (cloud-builders,
 * docker/cloudbuild.yaml); Docker 23 takes it anyway.
 */
const DOCKER_STEP = /^gcr\.io\/cloud-builders\/docker(?::(?!2[3-9]|[3-9]\d)|@|$)/
const ASKS_FOR_BUILDKIT = /\bDOCKER_BUILDKIT=(?!0)|\bbuildx\b/

/** What a configuration of Google Cloud Build does. */
export function readCloudBuild(text: string): BuilderFile {
  const configs = readDocuments(text, CONFIG)
  return {
    requests: configs.flatMap(({ steps, options }) => steps.flatMap(step => requestsOf(step, options.env))),
    steps: configs.flatMap(({ steps }) => steps.map(({ name }) => imageName(name))),
  }
}

function requestsOf(
  { name, args, env, dir, script }: v.InferOutput<typeof STEP>,
  all: readonly string[],
): BuildRequest[] {
  const text = [script, ...args].join('\n')
  const hasBuildKit = !DOCKER_STEP.test(name) || [...all, ...env, text].some(one => ASKS_FOR_BUILDKIT.test(one))
  const commands = args[0] === 'build' ? [args.slice(1)] : dockerBuilds(text)
  return commands.map(words => ({ ...requestOf(words, dir), hasBuildKit }))
}

/** The words behind each `docker build` of a script. */
function dockerBuilds(script: string): readonly (readonly string[])[] {
  return [...script.replace(/\\\n/g, ' ').matchAll(/\bdocker\s+build\s([^\n;&|]*)/g)].map(([, words = '']) =>
    words.split(/\s+/).flatMap(word => word.replace(/["']/g, '') || []),
  )
}

/** Options of `docker build` that stand alone; every other one has a value, as its next word where no `=` is. */
const SWITCHES = /^(?:-q|--(?:compress|disable-content-trust|force-rm|load|no-cache|pull|push|quiet|rm|squash))$/

function requestOf(words: readonly string[], folder: string): Pick<BuildRequest, 'dockerfile' | 'images'> {
  const [file] = valuesOf(words, '-f', '--file')
  const isValue = (i: number) => /^-[^=]*$/.test(words[i - 1] ?? '') && !SWITCHES.test(words[i - 1] ?? '')
  const context = words.find((word, i) => !word.startsWith('-') && !isValue(i)) ?? '.'
  const dockerfile = file ?? posix.join(context, 'Dockerfile')
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
