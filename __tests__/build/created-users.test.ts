import { describe, expect, test } from '@jest/globals'
import { endState } from './modelling.js'

const usersOf = (run: string) =>
  endState(`FROM debian\nARG ID=42\nRUN ${run}`).users.map(({ name, uid, gid, home }) => [name, uid, gid, home])

describe('users that a RUN creates', () => {
  test.each([
    ['useradd ann', 'ann', undefined, undefined, '/home/ann'],
    ['useradd -u 7 -g 8 -d /srv/a ann', 'ann', 7, 8, '/srv/a'],
    ['useradd --uid=7 --gid 8 --home-dir=/srv/a ann', 'ann', 7, 8, '/srv/a'],
    ['useradd -rmu 1001 ann', 'ann', 1001, undefined, '/home/ann'],
    ['groupadd -g 9 crew && useradd -g crew -s /bin/bash ann', 'ann', undefined, 9, '/home/ann'],
    ['groupadd --gid 9 crew && useradd --gid crew ann', 'ann', undefined, 9, '/home/ann'],
    ['useradd --uid=$ID ann', 'ann', undefined, undefined, '/home/ann'],
    ['useradd -u $ID ann', 'ann', undefined, undefined, '/home/ann'],
    ['useradd -G sudo,docker -c "Ann A" ann', 'ann', undefined, undefined, '/home/ann'],
    ['adduser --disabled-password --gecos "" --uid 7 ann', 'ann', 7, undefined, '/home/ann'],
    ['adduser -D -u 7 -h /srv/a ann', 'ann', 7, undefined, '/srv/a'],
    ['addgroup -g 9 crew && adduser -D -G crew ann', 'ann', undefined, 9, '/home/ann'],
    ['addgroup --gid 9 crew && adduser --system --ingroup crew ann', 'ann', undefined, 9, undefined],
    ['addgroup -S crew && adduser -S ann -G crew', 'ann', undefined, undefined, undefined],
    ['if true; then useradd -u 7 ann; fi', 'ann', 7, undefined, '/home/ann'],
  ])('%s', (run, ...expected) => {
    expect(usersOf(run)).toEqual([expected])
  })

  test.each(['useradd', 'groupadd -g 9 ann', 'echo useradd ann', 'usermod -u 7 ann'])('%s: none', run => {
    expect(usersOf(run)).toEqual([])
  })

  test('the last one comes first', () => {
    expect(usersOf('useradd ann && useradd bob').map(([name]) => name)).toEqual(['bob', 'ann'])
  })
})
