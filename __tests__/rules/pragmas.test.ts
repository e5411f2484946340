import { describe, expect, test } from '@jest/globals'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { ignoringComment } from '../../src/rules/pragmas.js'
import { wordRule } from '../review/words.js'

const rule = { ...wordRule('bad-word', 'bad', 'good'), aliases: ['DL3008', 'SecretsUsedInArgOrEnv'] }

/** What switches the rule off at the word `bad`. */
function ignoring(text: string): string | undefined {
  const start = text.search(/(?<=RUN |^ +)bad$|^bad$/m)
  return ignoringComment(parseDockerfile('Dockerfile', text), rule, { start, end: start + 3 })
}

describe('switched off', () => {
  test.each([
    ['our own, above', 'FROM a\n# drydock ignore=bad-word\nRUN bad\n'],
    ['with a reason', 'FROM a\n# drydock ignore=bad-word because it must be\nRUN bad\n'],
    ["hadolint's, by alias", 'FROM a\n# hadolint ignore=DL3008\nRUN bad\n'],
    ['one of several', 'FROM a\n# hadolint ignore=DL3003,DL3008 , DL3009\nRUN bad\n'],
    ['no blank behind the #', 'FROM a\n#hadolint ignore = DL3008\nRUN bad\n'],
    ['inside the instruction', 'FROM a\nRUN b \\\n# drydock ignore=bad-word\n  bad\n'],
    ['in another case', 'FROM a\n# drydock ignore=dl3008\nRUN bad\n'],
    ['for the file', '# hadolint global ignore=DL3008\nFROM a\nRUN b\nRUN bad\n'],
    ['for the file, from anywhere', 'FROM a\nRUN bad\n# drydock global ignore=bad-word\n'],
    ["BuildKit's directive", '# check=skip=SecretsUsedInArgOrEnv;error=true\nFROM a\nRUN bad\n'],
    ["BuildKit's directive for all", '# syntax=docker/dockerfile:1\n# check=skip=all\nFROM a\nRUN bad\n'],
    ["BuildKit's form above an instruction", 'FROM a\n# check=skip=SecretsUsedInArgOrEnv\nRUN bad\n'],
    ['all rules', 'FROM a\n# drydock ignore=all\nRUN bad\n'],
  ])('%s', (_, text) => {
    expect(ignoring(text)).toBeDefined()
  })
})

describe('still on', () => {
  test.each([
    ['another rule', 'FROM a\n# hadolint ignore=DL3009\nRUN bad\n'],
    ['another instruction', 'FROM a\n# drydock ignore=bad-word\nRUN b\nRUN bad\n'],
    ['no comment of that kind', 'FROM a\n# please ignore=bad-word\nRUN bad\n'],
    ['a directive that is a comment by then', 'FROM a\nRUN b\n# check=error=true\nRUN bad\n'],
    ['text of a heredoc', 'FROM a\nRUN <<EOF\n# drydock global ignore=bad-word\nbad\nEOF\n'],
    ['a word that the name is only part of', 'FROM a\n# drydock ignore=bad-words\nRUN bad\n'],
  ])('%s', (_, text) => {
    expect(ignoring(text)).toBeUndefined()
  })
})
