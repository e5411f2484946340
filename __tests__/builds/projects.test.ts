import { afterAll, expect, test } from '@jest/globals'
import { surprises } from './compare.js'
import { build, buildBase, removeAll } from './docker.js'
import { fixedDockerfile } from './project.js'
import { PROJECTS } from './projects/index.js'

afterAll(removeAll)

test.each(
  PROJECTS.map(project => [`${project.rules.join(', ')}: ${project.name}`, project] as const),
)('%s', async (_, project) => {
  const { dockerfile, files = {}, bases = {}, differs } = project
  for (const [name, text] of Object.entries(bases)) await buildBase(name, text)
  const after = fixedDockerfile(project)
  expect(after).not.toBe(dockerfile)
  // Nothing of an earlier day or an earlier project may stand in for a step.
  const built = await Promise.all([dockerfile, after].map(text => build(text, files, ['--no-cache'])))
  expect(await surprises(built[0] as string, built[1] as string, differs)).toEqual([])
})
