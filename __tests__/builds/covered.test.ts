import { expect, test } from '@jest/globals'
import { PACKAGE_CACHES } from '../../src/package-managers/caches.js'
import { RULES } from '../../src/rules/index.js'
import { CACHE_CASES, CACHES_NOT_BUILT } from './cache-cases.js'
import { fixedDockerfile } from './project.js'
import { NOT_BUILT, PROJECTS } from './projects/index.js'

test('every rule with a fix has a project, or a reason why it has none', () => {
  const fixable = RULES.filter(({ fixable }) => fixable !== 'never').map(({ id }) => id)
  const built = new Set(PROJECTS.flatMap(({ rules }) => rules))
  expect([...built, ...Object.keys(NOT_BUILT)].sort()).toEqual(fixable)
})

test.each(PROJECTS.map(project => [project.name, project] as const))('%s: its fixes hold', (_, project) => {
  expect(fixedDockerfile(project)).not.toBe(project.dockerfile)
})

test('every cache that can be mounted is measured, or there is a reason why it is not', () => {
  const measured = new Set(CACHE_CASES.map(({ manager }) => manager))
  expect([...measured, ...Object.keys(CACHES_NOT_BUILT)].sort()).toEqual(PACKAGE_CACHES.map(({ name }) => name).sort())
})
