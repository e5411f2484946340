import { expect, test } from '@jest/globals'
import { certificatesUnchecked } from '../../src/rules/certificates-unchecked.js'
import { findingsOf } from './checking.js'

test.each([
  'FROM debian:12\nENV GIT_SSL_NO_VERIFY=false\n',
  'FROM debian:12\nRUN GIT_SSL_NO_VERIFY=0 git clone https://example.com/a\n',
  'FROM fedora:42\nRUN dnf-config-manager --save --setopt=main.sslverify=0\n',
])('speaks up: %s', text => {
  expect(findingsOf(text, [certificatesUnchecked])).toHaveLength(1)
})

test('a variable without a value sets nothing', () => {
  expect(
    findingsOf("FROM debian:12\nARG GIT_SSL_NO_VERIFY\nENV GIT_SSL_NO_VERIFY=''\n", [certificatesUnchecked]),
  ).toEqual([])
})
