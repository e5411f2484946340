import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/settings/config.js'
import { fileFilter, historyLength, reviewOptions, settingsFrom } from '../../src/settings/resolve.js'

const read = (text: string) => parseConfig('.drydock.yaml', text)

test('an empty file and one of comments set nothing', () => {
  expect(read('')).toEqual({})
  expect(read('# nothing yet\n')).toEqual({})
  expect(read('{}')).toEqual({})
})

test('every key that exists is read', () => {
  const text = `
rules:
  maintainer-deprecated: off
  root-user:
    severity: error
ignore:
  - paths: [legacy/]
    rules: [DL3008, root-user]
files: ['**/*.docker']
exclude: [vendor]
fail-on: warning
comment-on: changed-files
max-comments: 5
`
  const config = read(text)
  expect(reviewOptions(config, {})).toEqual({ failOn: 'warning', commentOn: 'changed-files', maxComments: 5 })
  expect(reviewOptions(read('fail-on: score<70'), {}).failOn).toBe('score<70')
  const { rules, ignore } = settingsFrom(config)
  expect(rules.find(({ rule }) => rule.id === 'maintainer-deprecated')).toBeUndefined()
  expect(rules.find(({ rule }) => rule.id === 'root-user')?.severity).toBe('error')
  expect(ignore).toEqual([{ paths: ['legacy/'], rules: ['DL3008', 'root-user'] }])
})

test('inputs go before the file', () => {
  expect(reviewOptions(read('fail-on: never\nmax-comments: 3'), { 'fail-on': 'info', 'max-comments': 0 })).toEqual({
    failOn: 'info',
    commentOn: 'changed-lines',
    maxComments: 0,
  })
})

test.each([
  ['rules: [a]', 'line 1', '"rules" must be a mapping of keys, not a list'],
  ['files: [""]', 'line 1', '"files.0"', 'empty'],
  ['ruels: 1', 'line 1', 'no key "ruels"', 'rules, ignore, files'],
  ['\nrules:\n  no-such-rule: off', 'line 3', 'no key "rules.no-such-rule"', 'docs/rules/README.md'],
  ['rules:\n  rot-user: off', 'line 2', 'no key "rules.rot-user"', 'Did you mean "root-user"?'],
  ['rules:\n  DL30022: off', 'line 2', 'no key "rules.DL30022"', 'Did you mean "DL30'],
  ['rules:\n  dl3002: off', 'line 2', 'Did you mean "DL3002"?'],
  ['rules:\n  JsonArgRecommended: off', 'line 2', 'Did you mean "JSONArgsRecommended"?'],
  ['rules:\n  DL3002: loud', 'line 2', '"rules.DL3002" must be off, on, error'],
  ['rules:\n  SC2086: loud', 'line 2', '"rules.SC2086" must be off, on or error'],
  ['ignore:\n  - paths: [a]\n    rules: [WorkdirRelativPath]', 'line 3', 'Did you mean "WorkdirRelativePath"?'],
  ['fail-onn: error', 'line 1', 'Did you mean "fail-on"?'],
  ['rules:\n  root-user: loud', 'line 2', '"rules.root-user" must be off, on, error'],
  ['rules:\n  root-user:\n    sev: 1', 'line 2', 'has no key "sev"', 'severity'],
  ['rules:\n  root-user:\n    severity: bad', 'line 2', 'wrong "severity"', 'error, warning, info'],
  [
    'fail-on: score<700',
    'line 1',
    '"fail-on" must be error, warning, info, never, or score< with a number from 1 to 100',
    '700',
  ],
  ['fail-on: eror', 'line 1', '"fail-on" must be error, warning, info, never', 'eror'],
  ['max-comments: 99', 'line 1', 'at most 30'],
  ['max-comments: many', 'line 1', 'must be a number'],
  ['history: 101', 'line 1', '"history" must be at most 100'],
  ['history: -1', 'line 1', '"history" must be at least 0'],
  ['history: off', 'line 1', '"history" must be a number'],
  ['files: Dockerfile', 'line 1', '"files" must be a list'],
  ['ignore:\n  - paths: [a]\n    rule: b', 'line 3', 'no key "ignore.0.rule"', 'paths, rules'],
  ['ignore:\n  - rules: [DL3008]', 'line 2', '"ignore.0.paths" is missing'],
  ['ignore:\n  - paths: [a]\n    rules: [root-usr]', 'line 3', 'is the name of no rule'],
  ['- a', 'line 1', 'must be a mapping'],
  ['rules: [', 'line 1', 'no YAML'],
  ['a: 1\na: 2', 'line 2', 'no YAML'],
])('a mistake is one clear error: %j', (text, ...parts) => {
  let message = ''
  try {
    read(text)
  } catch (error) {
    message = String(error)
  }
  for (const part of ['.drydock.yaml', ...parts]) expect(message).toContain(part)
  expect(message.split('\n')).toHaveLength(1)
})

test("other linters' names are names of rules", () => {
  const settings = settingsFrom(
    read('rules:\n  DL3002: off\n  JSONArgsRecommended: error\n  DS-0005: { severity: info }\n'),
  )
  const severities = Object.fromEntries(settings.rules.map(({ rule, severity }) => [rule.id, severity]))
  expect(severities).toMatchObject({ 'shell-form-command': 'error', 'add-for-copy': 'info' })
  expect(severities).not.toHaveProperty('root-user')
})

test('options stand under any name, and the own id goes before others', () => {
  const { rules } = settingsFrom(
    read('rules:\n  DL3051: { options: { labels: { a: url } } }\n  DL3020: off\n  add-for-copy: on\n'),
  )
  expect(rules.find(({ rule }) => rule.id === 'label-value')?.options).toEqual({ labels: { a: 'url' } })
  expect(rules.some(({ rule }) => rule.id === 'add-for-copy')).toBe(true)
})

test('of several names one that switches off wins, else the most severe', () => {
  const ruleOf = (text: string) => settingsFrom(read(text)).rules.find(({ rule }) => rule.id === 'pinned-base-image')
  expect(ruleOf('rules: { DL3006: error, DL3007: off }')).toBeUndefined()
  expect(ruleOf('rules: { DL3006: info, DL3007: error, DS-0001: warning }')?.severity).toBe('error')
})

test('checks that no rule answers are let through; findings with a name of their own are switched by it', () => {
  const text =
    'rules:\n  SC2086: off\n  SC2155: error\n  DL3099: off\n  CKV_DOCKER_99: info\n  InvalidBaseImagePlatform: off\n  DS-0003: { severity: info }\n'
  const { ignore, severities } = settingsFrom(read(text))
  expect(ignore).toEqual([{ paths: ['**'], rules: ['InvalidBaseImagePlatform', 'SC2086', 'DL3099'] }])
  expect(severities?.get('SC2155')).toBe('error')
})

test('how much history is replayed', () => {
  expect(['{}', 'history: 0', 'history: 100'].map(text => historyLength(read(text)))).toEqual([50, 0, 100])
})

test('an alias bomb is refused', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x]',
    ...'bcdefgh'.split('').map((name, i) => {
      const before = 'abcdefgh'[i]
      return `${name}: &${name} [*${before}, *${before}, *${before}, *${before}, *${before}, *${before}]`
    }),
  ].join('\n')
  expect(() => read(bomb)).toThrow()
})

test('which files are reviewed', () => {
  const isReviewed = fileFilter({}, {})
  for (const path of [
    'Dockerfile',
    'a/b/Dockerfile',
    'Containerfile',
    'Containerfile.core',
    'Dockerfile.prod',
    'api.Dockerfile',
    'x/api.dockerfile',
    'services/vendor/Dockerfile',
    'vendored/a/b/Dockerfile',
    'third_party/a/Dockerfile',
    // Ignore files are reviewed, too.
    'Dockerfile.dockerignore',
    'web/.dockerignore',
  ])
    expect([path, isReviewed(path)]).toEqual([path, true])
  for (const path of [
    'vendor/github.com/a/.dockerignore',
    'Dockerfile.md',
    'Dockerfile.j2',
    'a/Dockerfile.tmpl',
    'dockerfiles/a.txt',
    'README.md',
    'vendor/github.com/a/b/Dockerfile',
    'src/cmd/vendor/go.example.org/a.Dockerfile',
    'node_modules/a/Dockerfile',
    'web/node_modules/@a/b/docker/Dockerfile.dev',
  ])
    expect([path, isReviewed(path)]).toEqual([path, false])
  const own = fileFilter({ files: ['images/**/*.docker'], exclude: ['images/old'] }, {})
  expect(['images/a/x.docker', 'images/old/x.docker', 'Dockerfile'].map(own)).toEqual([true, false, false])
  expect(fileFilter({ files: ['*.docker'] }, { files: ['Dockerfile'] })('Dockerfile')).toBe(true)
})

test('who names files gets them from vendor and node_modules, too', () => {
  for (const path of ['vendor/a/b/Dockerfile', 'node_modules/a/Dockerfile']) {
    expect(fileFilter({ files: ['**/Dockerfile'] }, {})(path)).toBe(true)
    expect(fileFilter({}, { files: [path] })(path)).toBe(true)
  }
})
