import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildBase, docker, removeAll } from './docker.js'
import { LAYER_CASES } from './layer-cases.js'
import { generatedProject } from './layer-generator.js'
import { disagreements, type LayerProject, type Tally } from './layer-project.js'

const GENERATED = 64
const PROJECTS = [...LAYER_CASES, ...Array.from({ length: GENERATED }, (_, seed) => generatedProject(seed + 1))]

/** Builds wait for the disk half of the time. */
const LANES = 2

const tally: Tally = { builds: 0, cached: 0, rebuilt: 0, open: 0, depending: 0 }
const run = `${process.pid}-${Date.now()}`
const base = `drydock-test-layers-${run}`
let found: readonly Promise<readonly string[]>[] = []

beforeAll(async () => {
  await buildBase(base, 'FROM debian:bookworm-slim\nLABEL for=layers\n')
  const linksStandApart = (await docker('info', '--format', '{{.DriverStatus}}')).includes('io.containerd.snapshotter')
  const lanes: Promise<unknown>[] = Array.from({ length: LANES }, () => Promise.resolve())
  found = PROJECTS.map((project, i) => {
    const answer = (lanes[i % LANES] as Promise<unknown>).then(() =>
      disagreements(salted(project, i), linksStandApart, tally),
    )
    lanes[i % LANES] = answer.catch(() => undefined)
    return answer
  })
})

afterAll(async () => {
  process.stdout.write(`\nlayers: ${JSON.stringify(tally)}\n`)
  await removeAll()
})

/** As it is in this run: nothing that was built before can stand in for a step. */
function salted(project: LayerProject, index: number): LayerProject {
  const files = Object.entries(project.files).map(([path, text]) => [
    path,
    /ignore$/.test(path) ? `${text}# ${run}\n` : `${text} ${run}`,
  ])
  let stages = 0
  const dockerfile = project.dockerfile.replaceAll('BASE', base).replaceAll('SALT', () => `${run} ${index} ${++stages}`)
  const changes = project.changes.map(change =>
    change.map(one =>
      one.kind === 'write' && !/ignore$/.test(one.path) ? { ...one, text: `${one.text} ${run}` } : one,
    ),
  )
  return { ...project, dockerfile, files: Object.fromEntries(files), changes }
}

test.each(
  PROJECTS.map(({ name }, i) => [name, i] as const),
)('%s: what the engine takes from its cache is what the model says', async (_, i) => {
  expect(await found[i]).toEqual([])
})
