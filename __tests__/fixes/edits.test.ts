import { describe, expect, test } from '@jest/globals'
import { modelBuild, type RunStep, runsOf } from '../../src/build/build.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import type { Instruction } from '../../src/documents/dockerfile/instruction.js'
import type { ChainItem } from '../../src/documents/shell/script.js'
import { appendCommand, prependCommand } from '../../src/fixes/chain-edits.js'
import { applyEdits, areDisjoint, conflicts, type Edit } from '../../src/fixes/edits.js'
import { addFlags, deleteInstruction, insertAbove, insertBelow } from '../../src/fixes/instruction-edits.js'
import { deleteParts } from '../../src/fixes/shell-edits.js'

/** Applies edits that `make` gives for the first RUN. */
function edited(text: string, make: (step: RunStep) => Edit | readonly Edit[] | undefined): string {
  const [step] = runsOf(modelBuild(parseDockerfile('Dockerfile', text)))
  if (step === undefined) throw new Error('no RUN')
  return applyEdits(text, [make(step) ?? []].flat())
}

function instructionEdited(text: string, keyword: string, make: (instruction: Instruction) => Edit): string {
  const instruction = parseDockerfile('Dockerfile', text).instructions.find(one => one.keyword === keyword)
  return applyEdits(text, [make(instruction as Instruction)])
}

describe('flags', () => {
  const add = (text: string) =>
    edited(text, ({ dockerfile, instruction }) => addFlags(dockerfile, instruction, ['--mount=x', '--mount=y']))

  test.each([
    ['one line', 'FROM a\nRUN b\n', 'FROM a\nRUN --mount=x \\\n    --mount=y \\\n    b\n'],
    ['lines that go on', 'FROM a\nRUN b && \\\n  c\n', 'FROM a\nRUN --mount=x \\\n  --mount=y \\\n  b && \\\n  c\n'],
    ['arguments on the next line', 'FROM a\nRUN \\\n  b\n', 'FROM a\nRUN --mount=x \\\n  --mount=y \\\n  b\n'],
    [
      'a mount on its own line',
      'FROM a\nRUN --mount=z \\\n\tb\n',
      'FROM a\nRUN --mount=z \\\n\t--mount=x \\\n\t--mount=y \\\n\tb\n',
    ],
    ['a mount on one line', 'FROM a\nRUN --mount=z b\n', 'FROM a\nRUN --mount=z --mount=x --mount=y b\n'],
    ['a heredoc', 'FROM a\nRUN <<EOF\nb\nEOF\n', 'FROM a\nRUN --mount=x --mount=y <<EOF\nb\nEOF\n'],
    ['CRLF', 'FROM a\r\nRUN b\r\n', 'FROM a\r\nRUN --mount=x \\\r\n    --mount=y \\\r\n    b\r\n'],
    [
      'another escape',
      '# escape=`\nFROM a\nSHELL ["sh","-c"]\nRUN b\n',
      '# escape=`\nFROM a\nSHELL ["sh","-c"]\nRUN --mount=x `\n    --mount=y `\n    b\n',
    ],
    ['indentation', 'FROM a\n  RUN b\n', 'FROM a\n  RUN --mount=x \\\n      --mount=y \\\n      b\n'],
    ['ONBUILD', 'FROM a\nONBUILD RUN b\n', 'FROM a\nONBUILD RUN --mount=x \\\n    --mount=y \\\n    b\n'],
  ])('%s', (_, before, after) => {
    expect(add(before)).toBe(after)
  })
})

describe('commands', () => {
  const append = (text: string) =>
    edited(text, step => appendCommand(step, step.script.chains.at(-1)?.items.at(-1) as ChainItem, 'z'))
  const prepend = (text: string) =>
    edited(text, step => prependCommand(step, step.script.chains[0]?.items[0] as ChainItem, 'z'))

  test.each([
    ['one line', 'FROM a\nRUN b && c', 'FROM a\nRUN b && c && z', 'FROM a\nRUN z && b && c'],
    [
      'operators behind',
      'FROM a\nRUN b && \\\n    c\n',
      'FROM a\nRUN b && \\\n    c && \\\n    z\n',
      'FROM a\nRUN z && \\\n    b && \\\n    c\n',
    ],
    [
      'operators in front',
      'FROM a\nRUN b \\\n && c\n',
      'FROM a\nRUN b \\\n && c \\\n && z\n',
      'FROM a\nRUN z \\\n && b \\\n && c\n',
    ],
    [
      'operators in front, and one within a line',
      'FROM a\nRUN b && d \\\n && c\n',
      'FROM a\nRUN b && d \\\n && c \\\n && z\n',
      'FROM a\nRUN z \\\n && b && d \\\n && c\n',
    ],
    [
      'one command on many lines',
      'FROM a\nRUN b \\\n  c\n',
      'FROM a\nRUN b \\\n  c \\\n  && z\n',
      'FROM a\nRUN z \\\n  && b \\\n  c\n',
    ],
    [
      'a heredoc',
      'FROM a\nRUN <<EOF\nb\nc\nEOF\n',
      'FROM a\nRUN <<EOF\nb\nc && z\nEOF\n',
      'FROM a\nRUN <<EOF\nz && b\nc\nEOF\n',
    ],
    [
      'comments between',
      'FROM a\nRUN b && \\\n# why\n    c\n',
      'FROM a\nRUN b && \\\n# why\n    c && \\\n    z\n',
      'FROM a\nRUN z && \\\n    b && \\\n# why\n    c\n',
    ],
  ])('%s', (_, before, appended, prepended) => {
    expect(append(before)).toBe(appended)
    expect(prepend(before)).toBe(prepended)
  })
})

describe('taking words and commands out', () => {
  const without = (text: string, ...names: string[]) =>
    edited(text, step => {
      const words = step.script.commands.flatMap(command => command.words.filter(word => names.includes(word.text)))
      const items = step.script.chains.flatMap(chain =>
        chain.items.filter(item =>
          names.includes(`cmd:${step.script.text.text.slice(item.range.start, item.range.end)}`),
        ),
      )
      return deleteParts(step, { words, items })
    })

  test.each([
    ['a word', ['x'], 'RUN b x y', 'RUN b y'],
    ['the last word of a line', ['x'], 'RUN b x \\\n    y', 'RUN b \\\n    y'],
    ['a line of its own', ['x'], 'RUN b \\\n    x \\\n    y', 'RUN b \\\n    y'],
    ['the last line', ['y'], 'RUN b \\\n    x \\\n    y\n', 'RUN b \\\n    x\n'],
    ['the last line, behind a comment', ['y'], 'RUN b \\\n    x \\\n# why\n    y\n', 'RUN b \\\n    x\n# why\n'],
    ['a command', ['cmd:c'], 'RUN b && c && d', 'RUN b && d'],
    ['the first command', ['cmd:b'], 'RUN b && c', 'RUN c'],
    ['the last command', ['cmd:c'], 'RUN b && \\\n    c\n', 'RUN b\n'],
    ['a command on its own line', ['cmd:c'], 'RUN b \\\n && c \\\n && d', 'RUN b \\\n && d'],
    ['words and commands together', ['x', 'cmd:c'], 'RUN b x && c', 'RUN b'],
  ])('%s', (_, names, before, after) => {
    expect(without(`FROM a\n${before}`, ...names)).toBe(`FROM a\n${after}`)
  })

  test.each([
    ['behind ||, where it answers for a failure', 'RUN b || c', ['cmd:c']],
    ['all there is', 'RUN b && c', ['cmd:b', 'cmd:c']],
  ])('not %s', (_, run, names) => {
    expect(without(`FROM a\n${run}`, ...names)).toBe(`FROM a\n${run}`)
  })
})

describe('instructions', () => {
  const text = 'FROM a\n# why\n  RUN b \\\n    c\nUSER d'

  test('go with their lines', () => {
    const dockerfile = parseDockerfile('Dockerfile', text)
    const without = (keyword: string) => instructionEdited(text, keyword, one => deleteInstruction(dockerfile, one))
    expect(without('RUN')).toBe('FROM a\n# why\nUSER d')
    expect(without('USER')).toBe('FROM a\n# why\n  RUN b \\\n    c')
    expect(without('FROM')).toBe('# why\n  RUN b \\\n    c\nUSER d')
  })

  test('come above and below others, with their indentation', () => {
    const dockerfile = parseDockerfile('Dockerfile', text)
    expect(instructionEdited(text, 'RUN', one => insertBelow(dockerfile, one, 'ENV e'))).toBe(
      'FROM a\n# why\n  RUN b \\\n    c\n  ENV e\nUSER d',
    )
    expect(instructionEdited(text, 'RUN', one => insertAbove(dockerfile, one, 'ENV e'))).toBe(
      'FROM a\n# why\n  ENV e\n  RUN b \\\n    c\nUSER d',
    )
    expect(instructionEdited(text, 'USER', one => insertBelow(dockerfile, one, 'ENV e'))).toBe(`${text}\nENV e`)
  })
})

test('edits: what conflicts, and what is refused', () => {
  const edit = (start: number, end: number, text = 'x'): Edit => ({ start, end, text })
  expect(conflicts(edit(0, 2), edit(1, 3))).toBe(true)
  expect(conflicts(edit(0, 2), edit(2, 3))).toBe(false)
  expect(conflicts(edit(1, 1), edit(1, 1, 'y'))).toBe(true)
  expect(conflicts(edit(1, 1), edit(1, 1))).toBe(false)
  expect(areDisjoint([edit(3, 4), edit(0, 1), edit(1, 3)])).toBe(true)
  expect(applyEdits('abcd', [edit(3, 4, 'D'), edit(0, 1, 'A'), edit(1, 1, '-')])).toBe('A-bcD')
  expect(() => applyEdits('abcd', [edit(0, 2), edit(1, 3)])).toThrow(RangeError)
  expect(() => applyEdits('abcd', [edit(2, 9)])).toThrow(RangeError)
})
