import { expect, test } from '@jest/globals'
import { envForBuildOnly } from '../../src/rules/env-for-build-only.js'
import { checked } from './checking.js'

test('an image that others of the repository are built on keeps what they need to install', () => {
  const text = 'FROM debian:12\nENV DEBIAN_FRONTEND=noninteractive\nCMD ["app"]\n'
  const found = (from: string) =>
    checked(text, [envForBuildOnly], { 'web/Dockerfile': `FROM ${from}\n` }, 'core/Dockerfile').findings.length
  expect(found('ghcr.io/acme/acme-core:1')).toBe(0)
  expect(found('ghcr.io/acme/acme-web:1')).toBe(1)
})
