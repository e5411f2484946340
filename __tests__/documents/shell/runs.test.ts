import { posix } from 'node:path'
import { expect, test } from '@jest/globals'
import { runsOf } from '../../../src/documents/shell/runs.js'

/** `folder: program arguments` of all that a script runs; `?` for what is not known. */
function ran(script: string): readonly string[] | undefined {
  const runs = runsOf(script, {
    folder: '',
    variables: { FROM_STEP: 'step' },
    enteredFrom: (folder, to) => posix.join(folder, to),
  })
  return runs?.map(({ call: { program, args }, folder = '?' }) =>
    [`${folder}:`, program || '?', ...args.map(({ value }) => value ?? '?')].join(' '),
  )
}

test.each<[string, readonly string[]]>([
  ['a b; c', [': a b', ': c']],
  // Variables
  ['A=x; a $A "$A/y" ${A}z', [': a x x/y xz']],
  ['a $A $FROM_STEP', [': a ? step']],
  ['A=x a $A', [': a ?']],
  ['A=x; A=$(date); a $A', [': date', ': a ?']],
  ['A=x; A+=y; a $A', [': a ?']],
  ['export A=x B; a $A $B', [': export A=x B', ': a x ?']],
  ['A=x; read A; a $A', [': read A', ': a ?']],
  ['A=x; eval "$B"; a $A', [': eval ?', '?: a ?']],
  ['A="x y"; a $A "$A"', [': a x y x y']],
  ['A="*.c"; a $A', [': a ?']],
  ['A=x; a ${A:-z} ${A%x} ${#A}', [': a x ? ?']],
  ['A=""; a "${A:-z}"', [': a z']],
  // What may run, or not
  ['A=x; if b; then A=y; a $A; fi; a $A', [': b', ': a y', ': a ?']],
  ['if A=$(b); then a $A; fi', [': b', ': a ?']],
  ['A=x; test b && A=y; a $A', [': test b', ': a ?']],
  ['A=x; b || A=y; a $A', [': b', ': a ?']],
  ['cd x || exit 1; a', [': cd x', '?: exit 1', 'x: a']],
  ['A=x; (A=y; a $A); a $A', [': a y', ': a x']],
  ['A=x; b | A=y; a $A', [': b', ': a x']],
  ['A=x; case b in b) A=y; a $A;; esac; a $A', [': a y', ': a ?']],
  ['A=x; while b; do a $A; A=y; done; a $A', [': b', ': a ?', ': a ?']],
  // Loops over words
  ['for A in x y; do a $A; done', [': a x', ': a y']],
  ['L="x y"; for A in $L z; do a $A; done', [': a x', ': a y', ': a z']],
  ['L=(x "y z"); for A in "${L[@]}"; do a "$A"; done', [': a x', ': a y z']],
  ['for A in *; do a $A; done', [': a ?']],
  ['B=x; for A in $(ls); do a $A $B; B=$A; done', [': ls', ': a ? ?']],
  ['for A in x y; do b && continue; B=$A; done; a $B', [': b', ': continue', ': b', ': continue', ': a ?']],
  // Folders
  ['cd x; a; cd ../y; a', [': cd x', 'x: a', 'x: cd ../y', 'y: a']],
  ['(cd x && a); a', [': cd x', 'x: a', ': a']],
  ['cd x && a && b', [': cd x', 'x: a', 'x: b']],
  ['pushd x; a; popd; a; popd; a', [': pushd x', 'x: a', 'x: popd', ': a', ': popd', '?: a']],
  ['cd $A; a', [': cd ?', '?: a']],
  ['cd -; a', [': cd -', '?: a']],
  ['if b; then cd x; a; fi; a', [': b', ': cd x', 'x: a', '?: a']],
  ['for A in x y; do cd $A; a; cd ..; done', [': cd x', 'x: a', 'x: cd ..', '.: cd y', 'y: a', 'y: cd ..']],
  [
    'for A in x y; do cd $A; b || continue; a; done',
    ['?: cd x', '?: b', '?: continue', '?: a', '?: cd y', '?: b', '?: continue', '?: a'],
  ],
  ['B=$(cd x && a); b', [': cd x', 'x: a', ': b']],
  // Functions
  ['f() { a $1; }; b; f x; f y', [': b', ': a x', ': a y']],
  ['f() { a "$@"; }; f x "y z"', [': a x y z']],
  ['f() { for A in "$@"; do a $A; done; }; f x y', [': a x', ': a y']],
  ['f() { cd x; }; f; a', [': cd x', '?: a']],
  ['f() { A=y; }; A=x; f; a $A', [': a ?']],
  ['f() { echo; }; A=x; f; a $A', [': echo', ': a x']],
  ['f() { g; }; g() { A=y; }; A=x; f; a $A', [': a ?']],
  ['f() { a; }; f() { b; }; f', ['?: ?']],
  ['f() { shift; a $1; }; f x y', [': shift', ': a ?']],
  ['f() { a $2; }; f $B x', [': a ?']],
])('%s', (script, expected) => {
  expect(ran(script)).toEqual(expected)
})

test('a function that calls itself ends somewhere', () => {
  expect(ran('f() { f; }; f')).toEqual(['?: ?'])
})

test('loops in loops are given up', () => {
  const words = Array.from({ length: 90 }, (_, i) => `w${i}`).join(' ')
  expect(ran(`for a in ${words}; do for b in ${words}; do for c in ${words}; do x; done; done; done`)).toBeUndefined()
})
