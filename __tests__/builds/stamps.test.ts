import { afterAll, expect, test } from '@jest/globals'
import { build, output, removeAll } from './docker.js'
import { fixedDockerfile } from './project.js'
import { STAMPED } from './projects/stamps.js'

afterAll(removeAll)

/** Which install the images of two commits are of. */
async function installs(dockerfile: string): Promise<readonly string[]> {
  const written: string[] = []
  for (const commit of ['a', 'b']) {
    const args = { GIT_SHA: `${process.pid}-${Date.now()}-${commit}`, BUILD_DATE: new Date().toISOString() }
    written.push(await output(await build(dockerfile, STAMPED.files ?? {}, { args })))
  }
  return written
}

test('two commits share what is installed once its ARG stands below', async () => {
  const [before, second] = await installs(STAMPED.dockerfile)
  expect(second).not.toBe(before)
  const [after, same] = await installs(fixedDockerfile(STAMPED))
  expect(after).toMatch(/^[\da-f-]{36}\n$/)
  expect(same).toBe(after)
})
