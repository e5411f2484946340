import { afterAll, expect, test } from '@jest/globals'
import type { Files } from '../rules/checking.js'
import { CACHE_CASES, FEW } from './cache-cases.js'
import { build, buildBase, removeAll } from './docker.js'
import { type Figures, figuresTable } from './figures.js'
import { fixedDockerfile } from './project.js'
import type { Registry } from './registries/serve.js'

const figures: Figures[] = []
afterAll(async () => {
  process.stdout.write(`\n${figuresTable(figures)}\n`)
  await removeAll()
})

let spaces = 0

/** What builds download, in packages, and how many seconds they take: cold, then with another source, then with one dependency more. */
async function threeWays(
  dockerfile: string,
  registry: Registry,
  few: number,
): Promise<Pick<Figures, 'packages' | 'bytes' | 'seconds'>> {
  const one = registry.project(few)
  const projects: readonly Files[] = [
    one,
    { ...one, ...changed(one) },
    { ...registry.project(few + 1), ...changed(one) },
  ]
  const bytes: number[] = []
  const seconds: number[] = []
  const cacheSpace = `drydock-test-${process.pid}-${++spaces}`
  registry.taken()
  for (const files of projects) {
    const start = performance.now()
    await build(dockerfile, files, { cacheSpace })
    seconds.push((performance.now() - start) / 1000)
    bytes.push(registry.taken())
  }
  return { packages: bytes.map(count => Math.round((count / registry.size) * 10) / 10), bytes, seconds }
}

/** The program's own file, `app.js` or the like, with other content. */
function changed(files: Files): Files {
  const [path = ''] = Object.keys(files).filter(name => /^(?:app|main)\./.test(name))
  return { [path]: `${files[path]}\n` }
}

test.each(
  CACHE_CASES.map(one => [`${one.rules.join(', ')}: ${one.name}`, one] as const),
)('%s: one more dependency downloads that one and no other', async (_, {
  name,
  rules,
  bases = {},
  start,
  dockerfile,
  few = FEW,
  expected,
}) => {
  for (const [tag, text] of Object.entries(bases)) await buildBase(tag, text)
  const registry = await start(few + 1)
  try {
    const project = { name, rules, dockerfile, files: registry.project(few) }
    const before = await threeWays(dockerfile, registry, few)
    const after = await threeWays(fixedDockerfile(project), registry, few)
    figures.push({ name, rules, isFixed: false, ...before }, { name, rules, isFixed: true, ...after })
    expect([before.packages, after.packages]).toEqual([
      [few, ...(expected ?? [0, few + 1])],
      [few, 0, 1],
    ])
  } finally {
    registry.close()
  }
})
