import { expect, test } from '@jest/globals'
import { certificatesUnchecked } from '../../src/rules/certificates-unchecked.js'
import { findingsOf } from './checking.js'

test.each([
  'FROM debian:12\nENV GIT_SSL_NO_VERIFY=false\n',
  'FROM debian:12\nRUN GIT_SSL_NO_VERIFY=0 git clone https://example.com/a\n',
  'FROM fedora:42\nRUN dnf-config-manager --save --setopt=main.sslverify=0\n',
  'FROM debian:12\nRUN curl -kO https://a.org/a.tgz && echo "0f1e  b.tgz" | sha256sum -c -\n',
  'FROM debian:12\nRUN curl -kO https://a.org/a.tgz && sha256sum a.tgz\n',
  'FROM debian:12\nRUN echo "0f1e  a.tgz" | sha256sum -c - && curl -kO https://a.org/a.tgz\n',
  'FROM fedora:42\nRUN echo "sslverify=0" >> /etc/dnf/dnf.conf\n',
  'FROM fedora:42\nRUN echo "sslverify=0" | tee -a /etc/dnf/dnf.conf\n',
  `FROM node:22\nRUN NODE_TLS_REJECT_UNAUTHORIZED='0' npm ci\n`,
])('speaks up: %s', text => {
  expect(findingsOf(text, [certificatesUnchecked])).toHaveLength(1)
})

test('a variable without a value sets nothing', () => {
  expect(
    findingsOf("FROM debian:12\nARG GIT_SSL_NO_VERIFY\nENV GIT_SSL_NO_VERIFY=''\n", [certificatesUnchecked]),
  ).toEqual([])
})

test('a list of checksums that came the same way proves nothing', () => {
  const text =
    'FROM debian:12\nRUN curl -kO https://a.org/a.tgz && curl -kO https://a.org/sums.txt && grep a.tgz sums.txt | sha256sum -c -\n'
  expect(findingsOf(text, [certificatesUnchecked])).toHaveLength(2)
  const listed = text.replace('grep a.tgz sums.txt | sha256sum -c -', 'sha256sum -c sums.txt')
  expect(findingsOf(listed, [certificatesUnchecked])).toHaveLength(2)
})

test.each([
  ['NODE_TLS_REJECT_UNAUTHORIZED=0', 'npm ci', 1],
  ['NODE_TLS_REJECT_UNAUTHORIZED=0', './build.sh', 1],
  ['NODE_TLS_REJECT_UNAUTHORIZED=0', 'curl -O https://a.org/a', 0],
  ['NODE_TLS_REJECT_UNAUTHORIZED=0', 'python3 example.py', 0],
  ['PYTHONHTTPSVERIFY=0', 'python3 example.py', 1],
  ['PYTHONHTTPSVERIFY=0', 'npm ci', 0],
  ['GIT_SSL_NO_VERIFY=1', 'npm ci', 1],
])('%s %s', (variable, command, count) => {
  expect(findingsOf(`FROM debian:12\nRUN ${variable} ${command}\n`, [certificatesUnchecked])).toHaveLength(count)
})

test('a trusted host is one host', () => {
  const [found] = findingsOf('FROM python:3.13\nENV PIP_TRUSTED_HOST=pypi.org\n', [certificatesUnchecked])
  expect(found?.message).toContain('the certificate of the host that it names is not checked in the build')
})
