import { afterAll, expect, test } from '@jest/globals'
import { surprises } from './compare.js'
import { build, removeAll } from './docker.js'

afterAll(removeAll)

const BEFORE = `FROM debian:bookworm-slim
RUN mkdir /a && echo 1 > /a/content && touch /a/mode /a/owner /a/gone && ln -s content /a/link
ENV A=1
CMD ["sh", "-c", "cat /a/content"]
`
const AFTER = `FROM debian:bookworm-slim
RUN mkdir /a && echo 2 > /a/content && touch /a/mode /a/owner /a/new && ln -s mode /a/link \\
  && chmod 600 /a/mode && chown 1 /a/owner
ENV A=2
CMD ["sh", "-c", "cat /a/content"]
`

test('two images differ in what was not declared, and not in what was', async () => {
  const [before, after] = [await build(BEFORE, {}), await build(AFTER, {})]
  const expected = { files: ['/a/content', '/a/none*'], config: ['User'] }
  expect(await surprises(before, after, expected)).toEqual([
    ...['gone', 'link', 'mode', 'new', 'owner'].map(name => `file /a/${name}`),
    'no file /a/none*',
    'config Env',
    'no config User',
    'output ["1\\n","2\\n"]',
  ])
})
