import { expect, test } from '@jest/globals'
import { buildToolsLeft } from '../../src/rules/build-tools-left.js'
import { said } from './checking.js'

const RUNS = 'RUN apt-get update && apt-get install -y --no-install-recommends gcc\nRUN pip install a\n'

test.each([
  [
    'a pipeline that only sets a version',
    `FROM python:3.13-slim\n# VERSION is set by the CI pipeline\n${RUNS}CMD ["a"]\n`,
  ],
  ['a comment on CI that stands further down', `FROM python:3.13-slim\n# Unlike our CI images:\n${RUNS}CMD ["a"]\n`],
  [
    'a file that is named like a compiler',
    `FROM python:3.13-slim\n${RUNS}CMD ["gunicorn", "-c", "make.conf.py", "app"]\n`,
  ],
])('%s does not silence it', (_, text) => {
  expect(said(text, [buildToolsLeft])).toHaveLength(1)
})
