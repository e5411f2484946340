import { describe, expect, test } from '@jest/globals'
import { modelBuild, runsOf } from '../../src/build/build.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { check } from '../../src/rules/check.js'
import { ignoringComment } from '../../src/rules/pragmas.js'
import { defaultSettings } from '../../src/settings/defaults.js'
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
    ["hadolint's with a reason behind a #", 'FROM a\n# hadolint ignore=DL3003,DL3008 # it must be, really\nRUN bad\n'],
    ['with a reason behind a semicolon', 'FROM a\n# hadolint ignore=DL3008; it must be\nRUN bad\n'],
    ['with blanks and tabs', 'FROM a\n#   hadolint\tignore \t= DL3003 ,\tDL3008\t# why\nRUN bad\n'],
    ['among names of ShellCheck', 'FROM a\n# hadolint ignore=SC2086,DL3008,SC2039\nRUN bad\n'],
    ['with other comments between', 'FROM a\n# hadolint ignore=DL3008\n# Notes.\n# hadolint ignore=DL3009\nRUN bad\n'],
    ['for the file, with a reason', '# hadolint  global  ignore=DL3009, DL3008 # why\nFROM a\nRUN bad\n'],
    ['for the stage, above its FROM', 'FROM a AS b\nRUN c\n# hadolint stage ignore=DL3008\nFROM b\nRUN c\nRUN bad\n'],
    ['for what is left of the stage', 'FROM a\n# hadolint stage ignore=DL3008 # why\nRUN b\nRUN bad\n'],
    [
      "BuildKit's directive with blanks",
      '# check = skip = StageNameCasing, SecretsUsedInArgOrEnv ; error = true\nFROM a\nRUN bad\n',
    ],
    ["BuildKit's directive, error first", '# check=error=true;skip=SecretsUsedInArgOrEnv\nFROM a\nRUN bad\n'],
    ['all rules', 'FROM a\n# drydock ignore=all\nRUN bad\n'],
  ])('%s', (_, text) => {
    expect(ignoring(text)).toBeDefined()
  })
})

describe('still on', () => {
  test.each([
    ['another rule', 'FROM a\n# hadolint ignore=DL3009\nRUN bad\n'],
    ['a name that only the reason has', 'FROM a\n# hadolint ignore=DL3009 since it, DL3008, is fine\nRUN bad\n'],
    ['a name behind a #', 'FROM a\n# hadolint ignore=DL3009 # DL3008\nRUN bad\n'],
    ['another stage', 'FROM a AS b\n# hadolint stage ignore=DL3008\nRUN c\nFROM b\nRUN bad\n'],
    ['the stage before', '# hadolint stage ignore=DL3008\nFROM a\nRUN c\nFROM b\nRUN bad\n'],
    ['above the comment for the stage', 'FROM a\nRUN bad\n# hadolint stage ignore=DL3008\nRUN c\n'],
    ['another instruction', 'FROM a\n# drydock ignore=bad-word\nRUN b\nRUN bad\n'],
    ['no comment of that kind', 'FROM a\n# please ignore=bad-word\nRUN bad\n'],
    ['a directive that is a comment by then', 'FROM a\nRUN b\n# check=error=true\nRUN bad\n'],
    ['text of a heredoc', 'FROM a\nRUN <<EOF\n# drydock global ignore=bad-word\nbad\nEOF\n'],
    ['a word that the name is only part of', 'FROM a\n# drydock ignore=bad-words\nRUN bad\n'],
  ])('%s', (_, text) => {
    expect(ignoring(text)).toBeUndefined()
  })
})

describe('# check=error=true', () => {
  test.each([
    ['# check=error=true\nFROM a\nRUN bad\n', 'error'],
    ['# check=skip=StageNameCasing;error=TRUE\nFROM a\nRUN bad\n', 'error'],
    ['# check=error=false\nFROM a\nRUN bad\n', 'warning'],
    ['FROM a\n# check=error=true\nRUN bad\n', 'warning'],
  ])('%j: %s', (text, severity) => {
    const settings = defaultSettings([rule])
    expect(check(modelBuild(parseDockerfile('Dockerfile', text)), settings).map(one => one.severity)).toEqual([
      severity,
    ])
  })

  test('only what BuildKit warns of', () => {
    const settings = defaultSettings([{ ...rule, aliases: ['DL3008'] }])
    const build = modelBuild(parseDockerfile('Dockerfile', '# check=error=true\nFROM a\nRUN bad\n'))
    expect(check(build, settings).map(one => one.severity)).toEqual(['warning'])
  })
})

describe('# hadolint shell=', () => {
  const shells = (text: string) =>
    modelBuild(parseDockerfile('Dockerfile', text)).stages.map(({ states }) =>
      states.slice(0, -1).map(({ shell }) => shell[0]),
    )
  test.each([
    [
      'above all stages',
      '# hadolint shell=/bin/bash # as in the base\nFROM a\nRUN b\nFROM c\nRUN d\n',
      [['/bin/bash'], ['/bin/bash']],
    ],
    [
      'in a stage',
      'FROM a\nRUN b\n# hadolint shell = bash\nRUN c\nFROM d\nRUN e\n',
      [['/bin/sh', 'bash'], ['/bin/sh']],
    ],
    ['apart from the instruction', 'FROM a\n#hadolint shell=bash\n\nRUN b\n', [['bash']]],
    ['a stage that is built on it', 'FROM a AS b\n# hadolint shell=bash\nRUN c\nFROM b\nRUN d\n', [['bash'], ['bash']]],
    [
      'SHELL below goes before it',
      '# hadolint shell=pwsh\nFROM a\nRUN b\nSHELL ["ash", "-c"]\nRUN c\n',
      [['pwsh', 'pwsh', 'ash']],
    ],
    ['no shell', 'FROM a\n# hadolint shell=\nRUN b\n', [['/bin/sh']]],
  ])('%s', (_, text, expected) => {
    expect(shells(text)).toEqual(expected)
  })

  test('RUN is not read as what it is not, and is where an image of Windows has bash', () => {
    const programs = (text: string) =>
      runsOf(modelBuild(parseDockerfile('Dockerfile', text))).flatMap(({ calls }) =>
        calls.map(({ program }) => program),
      )
    expect(programs('FROM a\n# hadolint shell=powershell\nRUN Get-Process | Stop-Process\n')).toEqual([])
    expect(programs('# hadolint shell=bash\nFROM windows/servercore\nRUN ls\n')).toEqual(['ls'])
  })
})
