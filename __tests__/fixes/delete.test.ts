import { describe, expect, test } from '@jest/globals'
import { modelBuild, runsOf } from '../../src/build/build.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { applyEdits } from '../../src/fixes/edits.js'
import { deleteParts } from '../../src/fixes/shell-edits.js'

/** The text without the words and commands of the first RUN that are written so; undefined when they must stay. */
function without(text: string, ...names: readonly string[]): string | undefined {
  const [run] = runsOf(modelBuild(parseDockerfile('Dockerfile', text)))
  if (run === undefined) throw new Error('no RUN')
  const { script } = run
  const words = script.commands.flatMap(command => command.words.filter(word => names.includes(word.text)))
  const items = script.chains
    .flatMap(chain => chain.items)
    .filter(({ range }) => names.includes(`cmd:${script.text.text.slice(range.start, range.end)}`))
  const edits = deleteParts(run, { words, items })
  return edits && applyEdits(text, edits)
}

describe('what is left does not grow together', () => {
  test.each([
    ['keyword and command', 'cmd:b', 'RUN b &&c\n', 'RUN c\n'],
    ['keyword and next line', 'cmd:b', 'RUN b;\\\nc\n', 'RUN \\\nc\n'],
    ['a word that a line end splits', 'xy', 'RUN b x\\\ny\n', undefined],
    ['words around a line that goes', 'x', 'RUN b\\\n x\\\n y\n', 'RUN b\\\n y\n'],
    ['words that only that line kept apart', 'x', 'RUN b\\\n x \\\ny\n', 'RUN b\\\n  \\\ny\n'],
    ['a number and a redirect', 'x', 'RUN b 2 x>f\n', 'RUN b 2 >f\n'],
    ['an operator may stand close', 'x', 'RUN b x; c\n', 'RUN b; c\n'],
  ])('%s', (_, name, before, after) => {
    expect(without(`FROM a\n${before}`, name)).toBe(after && `FROM a\n${after}`)
  })
})

describe('what a shell does not take for a blank goes with its word', () => {
  test.each(['\ufeff', '\u00a0', '\u3000'])('%j', odd => {
    expect(without(`FROM a\nRUN b && c x${odd} \\\n && d\n`, `cmd:c x${odd}`)).toBe('FROM a\nRUN b \\\n && d\n')
  })
})

test('a comment behind a word that would come to stand first keeps the word', () => {
  const text = 'FROM a\nRUN b \\\n    x # why\nUSER c\n'
  expect(without(text, 'x')).toBeUndefined()
  expect(without('FROM a\nRUN b \\\n    x y # why\nUSER c\n', 'y')).toBe('FROM a\nRUN b \\\n    x # why\nUSER c\n')
})
