import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { firstCharacters, lengthOf } from '../../src/formats/characters.js'
import { type Marker, readMarker, withoutMarker, writeMarker } from '../../src/review/marker.js'

const digits = fc.stringMatching(/^[0-9a-f]{12}$/)
const fingerprint = fc.record({
  rule: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
  ...{ path: digits, text: digits, ordinal: fc.nat(50) },
})
const marker: fc.Arbitrary<Marker> = fc.record({
  ...{ state: fc.constantFrom('open', 'closed'), commit: fc.stringMatching(/^[0-9a-f]{40}$/), content: digits },
  instance: digits,
  fingerprints: fc.array(fingerprint, { maxLength: 5 }),
})

test('what is written is read, whatever stands above it and however GitHub keeps the line ends', () => {
  fc.assert(
    fc.property(marker, fc.string(), fc.constantFrom('', '\n', '\r\n'), (written, text, end) => {
      const body = `${text}\n\n${writeMarker(written)}${end}`
      expect(readMarker(body)).toEqual(written)
      expect(withoutMarker(body)).toBe(text.trimEnd())
    }),
  )
})

test('only the last line counts', () => {
  const line = writeMarker({ state: 'open', instance: 'i', commit: 'c', content: 'd', fingerprints: [] })
  expect(readMarker(`${line}\nmore`)).toBeUndefined()
  expect(readMarker(`> ${line}`)).toBeUndefined()
  expect(readMarker(`text ${line}`)).toBeUndefined()
  expect(readMarker('')).toBeUndefined()
  expect(withoutMarker('no marker')).toBe('no marker')
})

test('characters are counted and cut whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, limit) => {
      const cut = firstCharacters(text, limit)
      expect(lengthOf(text)).toBe([...text].length)
      expect(cut).toBe([...text].slice(0, limit).join(''))
    }),
  )
})
