import { isDeepStrictEqual } from 'node:util'
import { expect, test } from '@jest/globals'
import { modelBuild } from '../../src/build/build.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { check } from '../../src/rules/check.js'
import type { Finding } from '../../src/rules/finding.js'
import { RULES } from '../../src/rules/index.js'
import { defaultSettings } from '../../src/settings/defaults.js'

const TEXTS = RULES.flatMap(({ examples, silent }) => [
  ...examples.map(({ before }) => before),
  ...silent.map(({ text }) => text),
])

/** What edits put in: ends of lines and of continuations, comments, stages, what cannot be read. */
const PIECES = [
  '',
  ' ',
  '\n',
  '\\\n',
  ' \\\n\n',
  '# c\n',
  '\nFROM a AS b\n',
  '\nARG A=1\n',
  '"',
  '<<E',
  '\nE\n',
  '\nUSER x\n',
  '$A',
]

/** Edits all over the text, each with another piece; the same in each run. */
function edited(text: string, seed: number): readonly { readonly start: number; readonly changed: string }[] {
  return Array.from({ length: 5 }, (_, i) => {
    const start = Math.floor((text.length * ((i * 7 + seed) % 13)) / 12)
    const end = Math.min(text.length, start + ((i * 5 + seed) % 9))
    const piece = PIECES[(i * 3 + seed) % PIECES.length] as string
    return { start: Math.min(start, text.length), changed: text.slice(0, start) + piece + text.slice(end) }
  })
}

const settings = defaultSettings()
const said = ({ rule, range, message }: Finding) => `${rule.id} ${range.start}-${range.end} ${message}`

test('what is read again behind an edit is what a fresh reading gives', () => {
  let shared = 0
  for (const [seed, text] of TEXTS.entries()) {
    const before = modelBuild(parseDockerfile('Dockerfile', text))
    for (const { start, changed } of edited(text, seed)) {
      const fresh = modelBuild(parseDockerfile('Dockerfile', changed))
      const read = parseDockerfile('Dockerfile', changed, { dockerfile: before.dockerfile, until: start })
      const again = modelBuild(read, undefined, before)
      const { lines, ...all } = again.dockerfile
      const { lines: freshLines, ...freshAll } = fresh.dockerfile
      const [found, wanted] = [
        { ...all, starts: lines.starts, built: again.stages },
        { ...freshAll, starts: freshLines.starts, built: fresh.stages },
      ]
      // Jest's own comparison takes ten times as long.
      if (!isDeepStrictEqual(found, wanted)) expect(found).toEqual(wanted)
      expect(check(again, settings).map(said)).toEqual(check(fresh, settings).map(said))
      shared += read.instructions.filter((one, i) => one === before.dockerfile.instructions[i]).length
    }
  }
  expect(shared).toBeGreaterThan(TEXTS.length)
})

test('a file that ends in the middle of an instruction goes on with what is added', () => {
  const before = parseDockerfile('Dockerfile', 'FROM a\nRUN b \\\n')
  const text = 'FROM a\nRUN b \\\nUSER c\n'
  expect(parseDockerfile('Dockerfile', text, { dockerfile: before, until: 15 }).instructions).toHaveLength(2)
})
