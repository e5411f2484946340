import { expect, test } from '@jest/globals'
import { aptNoRecommends } from '../../src/rules/apt-no-recommends.js'
import { findingsOf } from './checking.js'

const titles = (text: string) => findingsOf(text, [aptNoRecommends]).map(({ fix }) => fix?.title)
const PLAIN = 'Leave recommended packages out'
const CERTIFICATES = `${PLAIN}, and name ca-certificates`
const FROM = 'FROM debian:12\n'
const OTHER = 'RUN apt-get install -y --no-install-recommends'

test.each([
  ['nothing has it', `${FROM}RUN apt-get install -y curl\n`, CERTIFICATES],
  ['it is named in the same call', `${FROM}RUN apt-get install -y curl ca-certificates\n`, PLAIN],
  ['it was installed before', `${FROM}${OTHER} ca-certificates\nRUN apt-get install -y curl\n`, PLAIN],
  ['it comes too late', `${FROM}RUN apt-get install -y curl\n${OTHER} ca-certificates\n`, CERTIFICATES],
  [
    'it was removed',
    `${FROM}${OTHER} ca-certificates\nRUN apt-get purge -y ca-certificates\nRUN apt-get install -y curl\n`,
    CERTIFICATES,
  ],
  [
    'the stage below has it',
    `FROM debian:12 AS a\n${OTHER} ca-certificates\nFROM a\nRUN apt-get install -y curl\n`,
    PLAIN,
  ],
  [
    'another stage has it',
    `FROM debian:12 AS a\n${OTHER} ca-certificates\nFROM debian:12\nRUN apt-get install -y curl\n`,
    CERTIFICATES,
  ],
  ['a trigger has it', `${FROM}ONBUILD ${OTHER} ca-certificates\nRUN apt-get install -y curl\n`, CERTIFICATES],
])('%s', (_, text, title) => {
  expect(titles(text)).toEqual([title])
})

test('a comment about what somebody recommends is no decision', () => {
  const lines =
    "# Update and install in one RUN, as recommended by Docker's best practices\nRUN apt-get update && apt-get"
  expect(findingsOf(`FROM debian:12\n${lines} install -y jq curl\n`, [aptNoRecommends], {})).toHaveLength(1)
})
