import { describe, expect, test } from '@jest/globals'
import { configFrom } from '../../src/settings/config-files.js'
import { reviewOptions, settingsFrom } from '../../src/settings/resolve.js'

const file = (path: string, text: string | undefined) => (text === undefined ? undefined : { path, text })
const both = (hadolint: string, own?: string) =>
  configFrom(file('.drydock.yaml', own), file('.hadolint.yaml', hadolint))
const settingsOf = (hadolint: string, own?: string) => settingsFrom(both(hadolint, own))
const ruleOf = (id: string, hadolint: string, own?: string) =>
  settingsOf(hadolint, own).rules.find(({ rule }) => rule.id === id)

describe('.hadolint.yaml as it is', () => {
  test('an empty file and keys that say nothing of findings', () => {
    const usual = settingsFrom({}).rules.map(({ rule }) => rule.id)
    for (const text of [
      '',
      '# nothing\n',
      'format: tty\nno-color: true\ndisable-ignore-pragma: true\nfuture: [1]\nignored:\n',
    ])
      expect(settingsOf(text).rules.map(({ rule }) => rule.id)).toEqual(usual)
  })

  test('ignored', () => {
    const text = 'ignored:\n  - DL3002 # root is fine\n  - SC2086\n  - DL3099\n  - nonsense\n'
    expect(ruleOf('root-user', text)).toBeUndefined()
    expect(settingsOf(text).ignore).toEqual([{ paths: ['**'], rules: ['SC2086', 'DL3099', 'nonsense'] }])
  })

  test('override: the most severe wins as in hadolint, style is info, ignored goes before', () => {
    const text =
      'override:\n  error: [DL3020, DL3002]\n  warning: [DL3027]\n  info: [DL3000]\n  style: [DL3025, DL3020]\nignored: [DL3002]\n'
    const severities = settingsOf(text).rules.map(({ rule, severity }) => [rule.id, severity])
    expect(Object.fromEntries(severities)).toMatchObject({
      ...{
        'add-for-copy': 'error',
        'prefer-apt-get': 'warning',
        'relative-workdir': 'info',
        'shell-form-command': 'info',
      },
    })
    expect(ruleOf('root-user', text)).toBeUndefined()
  })

  test('override switches on what is off by default only if it makes it weigh more', () => {
    expect(ruleOf('label-key', 'override: { warning: [DL3048] }')?.severity).toBe('warning')
    expect(ruleOf('label-key', 'override: { style: [DL3048] }')).toBeUndefined()
  })

  test('trustedRegistries', () => {
    const text = 'trustedRegistries:\n  - docker.io\n  - "*.example.com"\n'
    expect(ruleOf('allowed-registries', text)?.options).toEqual({ registries: ['docker.io', '*.example.com'] })
    expect(ruleOf('allowed-registries', `${text}override: { info: [DL3026] }\n`)?.severity).toBe('info')
    expect(ruleOf('allowed-registries', `${text}ignored: [DL3026]\n`)).toBeUndefined()
  })

  test('label-schema and strict-labels', () => {
    const text =
      'label-schema:\n  author: text\n  contact: email\n  free:\n  more: ""\nstrict-labels: true\noverride: { error: [DL3049] }\n'
    const labels = { author: 'text', contact: 'email', free: 'text', more: 'text' }
    expect(ruleOf('label-schema', text)).toMatchObject({ severity: 'error', options: { labels, strict: true } })
    expect(ruleOf('label-value', text)?.options).toEqual({ labels })
    expect(ruleOf('label-schema', `${text}ignored: [DL3050]\n`)).toBeUndefined()
  })

  test.each([
    ['failure-threshold: error', 'error'],
    ['failure-threshold: warning', 'warning'],
    ['failure-threshold: style', 'info'],
    ['failure-threshold: none', 'info'],
    ['failure-threshold: error\nno-fail: true', 'never'],
    ['no-fail: false', 'error'],
  ])('%j fails on %s', (text, failOn) => {
    expect(reviewOptions(both(text), {}).failOn).toBe(failOn)
  })
})

describe('.drydock.yaml goes before it, key by key', () => {
  test('what it says of a rule, by whatever name; the rest stays', () => {
    const text = 'ignored: [DL3002, DL3027]\noverride: { error: [DL3020] }\nfailure-threshold: warning\n'
    const own = 'rules:\n  root-user: info\n  DS-0005: warning\n'
    expect(ruleOf('root-user', text, own)?.severity).toBe('info')
    expect(ruleOf('add-for-copy', text, own)?.severity).toBe('warning')
    expect(ruleOf('prefer-apt-get', text, own)).toBeUndefined()
    expect(reviewOptions(both(text, own), {}).failOn).toBe('warning')
    expect(reviewOptions(both(text, 'fail-on: never'), {}).failOn).toBe('never')
  })

  test('severity, options and off each for themselves', () => {
    const text = 'label-schema: { a: url }\noverride: { error: [DL3049] }\n'
    expect(ruleOf('label-schema', text, 'rules: { label-schema: warning }')).toMatchObject({
      severity: 'warning',
      options: { labels: { a: 'url' } },
    })
    expect(ruleOf('label-schema', text, 'rules: { label-schema: { options: { labels: { b: text } } } }')).toMatchObject(
      {
        severity: 'error',
        options: { labels: { b: 'text' } },
      },
    )
    expect(ruleOf('label-schema', text, 'rules: { DL3050: off }')).toBeUndefined()
  })

  test('checks that no rule answers', () => {
    const { ignore, severities } = settingsOf('ignored: [SC2086, SC2154]', 'rules: { SC2086: error }')
    expect(ignore).toEqual([{ paths: ['**'], rules: ['SC2154'] }])
    expect(severities?.get('SC2086')).toBe('error')
  })
})

test.each([
  ['ignored: DL3008', 'line 1: "ignored" must be a list'],
  ['ignored:\n  - 3008', 'line 2: "ignored.0" must be a text'],
  ['a: 1\noverride:\n  error: DL3008', 'line 3: "override.error" must be a list'],
  ['label-schema:\n  a: uri', 'line 2: "label-schema.a" must be text, rawtext, url'],
  ['failure-threshold: eror', 'line 1: "failure-threshold" must be error, warning, info, style'],
  ['ignored: [', 'line 1: this is no YAML'],
  ['- DL3008', 'line 1: the file must be a mapping'],
])('a broken file is one clear error: %j', (text, message) => {
  expect(() => both(text)).toThrow(`.hadolint.yaml, ${message}`)
})
