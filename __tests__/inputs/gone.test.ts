import { expect, test } from '@jest/globals'
import type { PathChange } from '../../src/inputs/affected.js'
import { goneWith, mayName, suspectsOf } from '../../src/inputs/gone.js'

const files = (...paths: readonly string[]) => new Map(paths.map(path => [path, 1]))
const removed = (path: string): PathChange => ({ path, status: 'removed' })

test('folders go with the last file in them', () => {
  expect(goneWith([removed('a/b/c.txt')], files('a/d.txt'))).toEqual(['a/b/c.txt', 'a/b'])
  expect(goneWith([removed('a/b/c.txt')], files('a/b/d.txt'))).toEqual(['a/b/c.txt'])
  const moved: PathChange = { path: 'x.txt', previousPath: 'a/b/c.txt', status: 'changed' }
  expect(goneWith([moved], files('x.txt'))).toEqual(['a/b/c.txt', 'a/b', 'a'])
})

test('what another file takes the place of is not gone', () => {
  const swapped: readonly PathChange[] = [
    { path: 'b', previousPath: 'a', status: 'changed' },
    { path: 'a', status: 'added' },
  ]
  expect(goneWith(swapped, files('a', 'b'))).toEqual([])
  expect(goneWith([{ path: 'a', status: 'changed' }], files('a'))).toEqual([])
})

test('the nearest Dockerfiles are read, as many as one request brings', () => {
  const many = Array.from({ length: 50 }, (_, i) => `s${i}/Dockerfile`)
  expect(suspectsOf(['s7/a.txt'], many, [])).toHaveLength(30)
  expect(suspectsOf(['s7/a.txt'], many, [])[0]).toBe('s7/Dockerfile')
  expect(suspectsOf(['s7/a.txt'], many, ['s7/Dockerfile'])).not.toContain('s7/Dockerfile')
  expect(suspectsOf([], many, [])).toEqual([])
})

test.each([
  ['FROM a\nCOPY conf/app.conf /etc/\n', true],
  ['FROM a\nRUN --mount=type=bind,source=app.conf,target=/c true\n', true],
  ['FROM a\nARG F\nCOPY ${F} /etc/\n', true],
  ['FROM a\nCOPY other.conf /etc/\nRUN echo $HOME\n', false],
])('%j', (text, may) => {
  expect(mayName(text, ['conf/app.conf'])).toBe(may)
})
