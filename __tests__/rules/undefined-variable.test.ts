import { describe, expect, test } from '@jest/globals'
import { undefinedVariable } from '../../src/rules/undefined-variable.js'
import { findingsOf, fixed, said } from './checking.js'

const names = (text: string) => said(text, [undefinedVariable]).map(line => line.split(' | ', 1)[0])

describe('what BuildKit expands is looked at', () => {
  test.each([
    ['both forms of COPY', 'COPY ["f$A", "/d"]\nADD f /d/$B', ['$A', '$B']],
    ['flags', 'COPY --chown=$A:$B f /d\nRUN --mount=type=cache,target=/c/$C echo $D', ['$A', '$B', '$C']],
    ['a heredoc that is a file', "COPY <<EOF /x\n'$A' \\$B\nEOF\nRUN <<EOF\n$C\nEOF", ['$A']],
    ['operators that cut', `ENV A=\${B%.*} C=\${D/a/b}`, [`\${B%.*}`, `\${D/a/b}`]],
    ['ARG, one after the other', 'ARG A=1 B=$A C=$D', ['$D']],
    ['no shell', 'CMD echo $A\nENTRYPOINT echo $B\nHEALTHCHECK CMD echo $C\nEXPOSE $D', []],
    ['each once in a stage', 'ENV A=$X\nENV B=$X', ['$X']],
  ])('%s', (_, text, expected) => {
    expect(names(`FROM debian:12\n${text}\n`)).toEqual(expected)
  })

  test('behind the escape character of the file', () => {
    expect(names('# escape=`\nFROM debian:12\nENV A=`$B C=\\$D\n')).toEqual(['$D'])
  })

  test('over continuation lines with CRLF', () => {
    expect(names('FROM debian:12\r\nENV A=1 \\\r\n  # note\r\n  B=$Q\r\n')).toEqual(['$Q'])
  })
})

describe('the fix', () => {
  test.each([
    [
      'an ARG further below is not added twice',
      'ARG V=1\nFROM a\nLABEL v=$V\nARG V\n',
      'ARG V=1\nFROM a\nLABEL v=$V\nARG V\n',
    ],
    [
      'one ARG in each stage',
      'ARG V=1\nFROM a\nLABEL v=$V\nFROM b\nLABEL v=$V\n',
      'ARG V=1\nFROM a\nARG V\nLABEL v=$V\nFROM b\nARG V\nLABEL v=$V\n',
    ],
    [
      'no home where the user changes',
      'FROM debian:12\nENV A=$HOME\nUSER 1000\n',
      'FROM debian:12\nENV A=$HOME\nUSER 1000\n',
    ],
    ['the other end', 'FROM debian:12\nENV P="$P:/a"\n', 'FROM debian:12\nENV P="/a"\n'],
    ['the middle stays', 'FROM debian:12\nENV P=/a:$P:/b\n', 'FROM debian:12\nENV P=/a:$P:/b\n'],
  ])('%s', (_, before, after) => {
    expect(fixed(before, [undefinedVariable])).toBe(after)
  })
})

test('an empty entry that stands for the usual places stays', () => {
  const text = 'FROM debian:12\nENV MANPATH=/a/man:$MANPATH TEXINPUTS=/a:$TEXINPUTS\n'
  expect(names(text)).toEqual(['$MANPATH', '$TEXINPUTS'])
  expect(fixed(text, [undefinedVariable])).toBe(text)
})

test('the current folder is named where an empty entry stands for it', () => {
  const titles = (name: string) =>
    findingsOf(`FROM debian:12\nENV ${name}=/a:$${name}\n`, [undefinedVariable]).map(({ fix }) => fix?.title)
  expect(titles('LD_LIBRARY_PATH')).toEqual([expect.stringContaining('current folder')])
  expect(titles('PKG_CONFIG_PATH')).toEqual(['Leave it out; the value loses an empty entry'])
})
