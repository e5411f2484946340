import { describe, expect, test } from '@jest/globals'
import { findToken, isHarmlessValue, isSecretName } from '../../src/build/secrets.js'

describe('names of secrets', () => {
  test.each([
    'PASSWORD',
    'DB_PASSWORD',
    'API_KEY',
    'apiKey',
    'GITHUB_TOKEN',
    'aws-secret',
    'npm.auth',
    'AWS_CREDENTIALS',
    'APIKEY',
    'EMAIL_HOST_PASSWORD',
    'DB_USER_PASSWORD',
  ])('%s is one', name => {
    expect(isSecretName(name)).toBe(true)
  })
  test.each([
    'PASSWORD_FILE',
    'KEY_ID',
    'TOKEN_URL',
    'PUBLIC_KEY',
    'AUTH_ENABLED',
    'KEYBOARD',
    'TOKENIZER',
    'APT_KEY',
    'AUTHOR',
    'PATH',
    'GPG_KEY',
    'SECRET_NAME',
    'GF_AUTH_ANONYMOUS_ORG_ROLE',
    'ALLOW_EMPTY_PASSWORD',
  ])('%s is none', name => {
    expect(isSecretName(name)).toBe(false)
  })
})

describe('values', () => {
  test.each([
    '',
    '""',
    'true',
    'None',
    '8080',
    '/run/secrets/x',
    './x',
    '~/x',
    'https://example.com/login',
    'resetOSPassword.sh',
    '"${ADMIN_PASSWORD:-}"',
    '<token>',
    'changeme',
    'if_you_see_this_configure_the_account',
    'your-key',
    'xxxx',
    '***',
    "'dummy'",
    'not-used',
    'for-build-only',
  ])('%j gives nothing away', value => {
    expect(isHarmlessValue(value)).toBe(true)
  })
  test.each([
    'hunter2',
    '1234567',
    's3cr3t!',
    'https://ann:pw@example.com',
    'truely',
    '"k9Xw2mQp"',
  ])('%j may', value => {
    expect(isHarmlessValue(value)).toBe(false)
  })
})

describe('tokens', () => {
  const letters = (count: number) => 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA'.repeat(3).slice(0, count)
  test.each([
    ['an AWS access key', 'AKIA2B3C4D5E6F7G8H9I'],
    ['a GitHub token', `ghp_${letters(36)}`],
    ['a GitLab token', `glpat-${letters(20)}`],
    ['an npm token', `npm_${letters(36)}`],
    ['a Slack token', `xoxb-1234567890-${letters(12)}`],
    ['a Stripe key', `sk_live_${letters(24)}`],
    ['a Google API key', `AIza${letters(35)}`],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
    ['a password in a URL', 'https://ann:hunter2@git.acme.io'],
  ])('%s', (kind, text) => {
    expect(findToken(`before ${text} behind`)).toEqual({ kind, start: 7, end: 7 + text.length })
  })

  test.each([
    'AKIAIOSFODNN7EXAMPLE',
    `ghp_${'x'.repeat(36)}`,
    'postgres://postgres:postgres@db/app',
    'https://user:pass@host/',
    'https://ann:$PASSWORD@git.acme.io',
    'https://git.acme.io/a:b@c',
    '-----BEGIN PUBLIC KEY-----',
    'ghp_short',
  ])('none in %s', text => {
    expect(findToken(text)).toBeUndefined()
  })
})
