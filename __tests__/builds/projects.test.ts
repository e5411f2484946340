import { afterAll, expect, test } from '@jest/globals'
import { surprises } from './compare.js'
import { build, buildBase, output, removeAll } from './docker.js'
import { fixedDockerfile, type Project } from './project.js'
import { PROJECTS } from './projects/index.js'

afterAll(removeAll)

test.each(
  PROJECTS.map(project => [`${project.rules.join(', ')}: ${project.name}`, project] as const),
)('%s', async (_, project) => {
  const { dockerfile, bases = {}, differs, failsBefore } = project
  for (const [name, text] of Object.entries(bases)) await buildBase(name, text)
  const after = fixedDockerfile(project)
  expect(after).not.toBe(dockerfile)
  if (failsBefore) {
    await expect(buildAnew(dockerfile, project).then(output)).rejects.toThrow(failsBefore.says)
    expect(await output(await buildAnew(after, project))).toBe(failsBefore.writes)
  } else {
    const built = await Promise.all([dockerfile, after].map(text => buildAnew(text, project)))
    expect(await surprises(built[0] as string, built[1] as string, differs)).toEqual([])
  }
})

/** Builds so that nothing of an earlier day or an earlier project may stand in for a step. */
function buildAnew(dockerfile: string, { files = {}, secrets = {} }: Project): Promise<string> {
  return build(dockerfile, files, { secrets, isAnew: true })
}
