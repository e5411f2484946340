import { afterAll, expect, test } from '@jest/globals'
import { build, docker, removeAll } from './docker.js'
import { fixedDockerfile } from './project.js'

afterAll(removeAll)

const SERVER = `process.on('SIGTERM', () => {
  console.log('stopped')
  process.exit()
})
setInterval(() => {}, 1000)
console.log('started')
`

/** What a program has written, and its exit code, when it was stopped with a second to go. */
async function stopped(image: string): Promise<readonly [string, number]> {
  const container = (await docker('run', '--detach', '--network=none', image)).trim()
  try {
    for (let i = 0; i < 100 && (await docker('logs', container)) === ''; i++)
      await new Promise(done => setTimeout(done, 100))
    await docker('stop', '--time', '1', container)
    const code = await docker('inspect', '--format', '{{.State.ExitCode}}', container)
    return [await docker('logs', container), Number(code)]
  } finally {
    await docker('rm', '--force', container)
  }
}

test.each([
  ['words', 'CMD node server.js'],
  ['a list', 'CMD cd /app && node server.js $OPTIONS'],
])('shell-form-command: %s, and docker stop reaches the program', async (name, command) => {
  const dockerfile = `FROM node:20-slim\nWORKDIR /app\nCOPY server.js ./\n${command}\n`
  const project = { name, rules: ['shell-form-command'], dockerfile, files: { 'server.js': SERVER } } as const
  const before = await build(dockerfile, project.files)
  const after = await build(fixedDockerfile(project), project.files)
  expect(await stopped(before)).toEqual(['started\n', 137])
  expect(await stopped(after)).toEqual(['started\nstopped\n', 0])
})
