import { describe, expect, test } from '@jest/globals'
import { expand, isDeclared, valueOf } from '../../src/build/variables.js'
import { endState } from './modelling.js'

describe('the value of X at the end', () => {
  test.each([
    ['FROM debian\nENV X=1', '1'],
    ['FROM debian\nENV X 1 2', '1 2'],
    ['FROM debian\nENV X="a b"', 'a b'],
    ["FROM debian\nENV Y=1 X='$Y'", '$Y'],
    ['FROM debian\nENV Y=1\nENV X=$Y-$Z', undefined],
    ['FROM scratch\nENV Y=1\nENV X=$Y-$Z', '1-'],
    ['FROM debian\nENV Y=old\nENV Y=new X=$Y', 'old'],
    ['FROM debian\nARG X=1', '1'],
    ['FROM debian\nARG X', undefined],
    ['ARG X=1\nFROM debian', undefined],
    ['ARG X=1\nFROM debian\nARG X', '1'],
    ['ARG X=1\nFROM debian\nARG X=2', '2'],
    ['ARG Y=1\nARG X=$Y$Y\nFROM debian\nARG X', '11'],
    ['FROM debian\nENV X=env\nARG X=arg', 'arg'],
    ['FROM debian\nENV X=env\nARG X', 'env'],
    ['ARG X=global\nFROM debian\nENV X=env\nARG X', 'global'],
    ['FROM debian\nENV X=env\nARG X=', ''],
    ['FROM debian\nENV X=env\nARG X=arg\nARG X=2', '2'],
    ['FROM debian AS a\nENV X=env\nARG X=arg\nFROM a', 'env'],
    ['FROM debian AS a\nENV X=env\nARG X=arg\nARG X=more\nFROM a', 'env'],
    ['FROM debian AS a\nARG X=arg\nFROM a', 'arg'],
    ['FROM debian\nARG X=arg\nENV X=env', 'env'],
    ['FROM debian\nARG X=arg\nENV X=2$X', '2arg'],
    ['FROM debian AS a\nENV X=1\nFROM a', '1'],
    ['FROM debian AS a\nENV X=1\nFROM debian', undefined],
    ['FROM debian\nENV X=${', undefined],
    ['FROM debian\nARG A=1 X=2', '2'],
    ['FROM debian\nENV Y=X\nENV $Y=1', '1'],
    [`FROM debian\nENV X=first\n${'ENV Y=1\n'.repeat(70)}`, 'first'],
    [`FROM debian\nENV X=first\n${'ARG Y=1\n'.repeat(31)}ARG X=second\n${'ARG Z=1\n'.repeat(40)}`, 'second'],
    [`FROM debian\n${'ENV Y=1\n'.repeat(40)}ENV X=last\n${'ARG X=1\n'.repeat(40)}`, '1'],
    [`FROM debian AS a\nENV X=kept\n${'ARG X=1\nENV Y=2\n'.repeat(40)}FROM a`, 'kept'],
  ])('%j', (text, value) => {
    expect(valueOf(endState(text).variables, 'X')).toBe(value)
  })
})

test('a variable without a value is declared all the same', () => {
  expect(isDeclared(endState('FROM debian\nARG X').variables, 'X')).toBe(true)
  expect(isDeclared(endState('ARG X\nFROM debian').variables, 'X')).toBe(false)
})

test('a name that nobody declares is empty only where the base image has no variables', () => {
  expect(expand(endState('FROM scratch').variables, 'a$X', '\\')).toBe('a')
  expect(expand(endState('FROM debian').variables, 'a$X', '\\')).toBeUndefined()
  expect(expand(endState('FROM golang').variables, '$GOPATH/bin', '\\')).toBe('/go/bin')
})

test('the escape character is the one of the file', () => {
  const { variables } = endState('FROM scratch')
  expect(expand(variables, 'c:\\a`$b', '`')).toBe('c:\\a$b')
  expect(expand(variables, 'a\\$b', '\\')).toBe('a$b')
})
