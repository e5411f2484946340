import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cellCode, codeSpan, inlineText } from '../../src/formats/markup.js'
import { printable, styleFor } from '../../src/formats/style.js'
import { fenceFor } from '../../src/review/suggestion.js'

test('text of a file shows and does nothing else', () => {
  expect(inlineText('see @octocat, #12 and <b>')).toBe('see &#64;&#8203;octocat, &#35;&#8203;12 and &lt;b&gt;')
  expect(inlineText('[a](https://evil.example) ![x](y)')).not.toMatch(/(?<!\\)\]\(|https:\/\//)
  expect(inlineText('use `apt-get` & *not* apt\nnow')).toBe('use `apt-get` &amp; \\*not\\* apt now')
  expect(inlineText('a ` b <!-- c')).toBe('a \\` b &lt;\\!-- c')
  expect(inlineText('``@octocat` and `b`')).not.toMatch(/@octocat|(?<!\\)`/)
  expect(inlineText('www.evil.example, GH-12 and high-5')).toBe('www&#46;evil.example, GH&#45;&#8203;12 and high-5')
})

test('whatever a file holds, outside code spans nothing is left that GitHub acts on', () => {
  const piece = fc.constantFrom(
    '@user',
    '`',
    '``',
    '<img>',
    '-->',
    '#1',
    'word',
    '[x](y)',
    '\n',
    '&',
    'https://a.b',
    '|',
  )
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const outside = inlineText(pieces.join(' ')).replace(/(?<!\\)`[^`]+`/g, '')
      expect(outside).not.toMatch(/[@<>\n]|#1|:\/\/|(?<!\\)[`[|]/)
    }),
  )
})

test('code spans hold any backticks', () => {
  expect(codeSpan('a')).toBe('`a`')
  expect(codeSpan('a`b')).toBe('``a`b``')
  expect(codeSpan('`a')).toBe('`` `a ``')
  expect(cellCode('a|b')).toBe('`a\\|b`')
})

test('a fence is longer than any run of backticks inside', () => {
  expect(fenceFor('no ticks')).toBe('```')
  expect(fenceFor('a ```` b')).toBe('`````')
})

test('control characters do not reach the terminal', () => {
  expect(printable('a\u001b[2Jb\u0007\tc')).toBe('a\ufffd[2Jb\ufffd\tc')
  expect(styleFor(true)('red', 'a')).toBe('\u001b[31ma\u001b[0m')
  expect(styleFor(false)('red', 'a')).toBe('a')
})
