import { expect, test } from '@jest/globals'
import { RULES } from '../../src/rules/index.js'
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
