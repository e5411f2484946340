import { expect, test } from '@jest/globals'
import { labelKey } from '../../src/rules/label-key.js'
import { fixed, said } from './checking.js'

const file = (labels: string) => `FROM alpine:3.22\n${labels}\n`
const keys = (labels: string) => said(file(labels), [labelKey]).map(one => one.split(' | ', 1)[0])

test.each(['a', 'a-b.c_d/e', 'a1', 'com.example.a1', '"a"', "'a'"])('%s is a key', key => {
  expect(keys(`LABEL ${key}=1`)).toEqual([])
})

test.each([
  '1a',
  'a-',
  'a.',
  '-a',
  '"a b"',
  'a--b',
  'a..b',
  'A',
  'com.docker.a',
  'io.docker.a',
  'org.dockerproject.a',
])('%s is none', key => {
  expect(keys(`LABEL ${key}=1`)).toEqual([key])
})

test('capitals become small ones where no other label has that key', () => {
  expect(fixed(file('LABEL "A.B"=1 C=2 \\\n  D=3 d=4'), [labelKey])).toBe(file('LABEL "a.b"=1 c=2 \\\n  D=3 d=4'))
  expect(fixed(file('LABEL Version 1.0 beta'), [labelKey])).toBe(file('LABEL version 1.0 beta'))
})
