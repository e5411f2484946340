import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals'
import { build, removeAll } from './docker.js'
import { fixedDockerfile } from './project.js'
import { type Registry, startRegistry } from './registry.js'

const FEW = 20
let registry: Registry
beforeEach(async () => {
  registry = await startRegistry(2 * FEW)
})
afterEach(() => registry.close())
afterAll(removeAll)

/** What a build downloads whose project has one dependency more than the one that was built before it, in packages. */
async function downloads(dockerfile: string, dependencies: number): Promise<number> {
  await build(dockerfile, registry.project(dependencies))
  expect(registry.taken() / registry.size).toBeGreaterThanOrEqual(1)
  await build(dockerfile, registry.project(dependencies + 1))
  return Math.round(registry.taken() / registry.size)
}

const COPY = 'FROM node:20-slim\nWORKDIR /app\nCOPY package*.json .npmrc ./\n'

test.each([
  ['cache-mount', 'root', `${COPY}RUN npm ci && npm cache clean --force\n`],
  [
    'cache-mount',
    'another user',
    `FROM node:20-slim\nUSER node\nWORKDIR /home/node\nCOPY package*.json .npmrc ./\nRUN npm ci\n`,
  ],
  [
    'cache-mount-defeated',
    'root',
    `${COPY}RUN --mount=type=cache,id=drydock-test,target=/root/.npm npm ci && npm cache clean --force\n`,
  ],
] as const)('%s as %s: one more dependency downloads that one and no other', async (rule, _, dockerfile) => {
  const project = { name: rule, rules: [rule], dockerfile, files: registry.project(FEW) } as const
  expect(await downloads(dockerfile, FEW)).toBe(FEW + 1)
  expect(await downloads(fixedDockerfile(project), FEW)).toBe(1)
})
