import { expect, test } from '@jest/globals'
import { parseArguments } from '../src/cli-arguments.js'
import { UserError } from '../src/user-error.js'

test('what is left out has its usual value', () => {
  expect(parseArguments(['review'])).toEqual({
    command: 'review',
    path: '.',
    base: undefined,
    all: false,
    format: 'text',
    config: undefined,
    overrides: { files: undefined, exclude: undefined, 'fail-on': undefined, 'comment-on': undefined },
  })
})

test('everything can be said', () => {
  const args = [
    'review',
    'services',
    '--base',
    'v1',
    '--format=json',
    '--fail-on',
    'info',
    '--comment-on=changed-files',
  ]
  const more = ['--files', '*.docker', '--files', 'x/**', '--exclude', 'old', '--config', 'c.yaml']
  expect(parseArguments([...args, ...more])).toEqual({
    command: 'review',
    path: 'services',
    base: 'v1',
    all: false,
    format: 'json',
    config: 'c.yaml',
    overrides: {
      files: ['*.docker', 'x/**'],
      exclude: ['old'],
      'fail-on': 'info',
      'comment-on': 'changed-files',
    },
  })
})

test('help and version', () => {
  expect([[], ['--help'], ['-h'], ['review', '--help']].map(parseArguments)).toEqual(Array(4).fill('help'))
  expect(parseArguments(['--version'])).toBe('version')
})

test.each([
  [['scan'], 'there is no command "scan"'],
  [['--all'], 'there is no command ""'],
  [['review', 'a', 'b'], 'not also "b"'],
  [['review', '--all', '--base', 'main'], 'exclude each other'],
  [['review', '--format', 'xml'], '--format must be one of text, json, markdown, not "xml"'],
  [['review', '--fail-on', 'all'], '--fail-on must be one of error, warning, info, never'],
  [['review', '--fail-on', 'score<101'], 'or score< with a number from 1 to 100, as in score<70, not "score<101"'],
  [['review', '--fail-on', 'score<0'], 'as in score<70, not "score<0"'],
  [['review', '--fail-on', 'score<=70'], 'as in score<70, not "score<=70"'],
  [['score', '--all'], 'drydock score has no option --all'],
  [['score', '--base', 'main'], 'drydock score has no option --base'],
  [['review', '--comment-on', 'x'], '--comment-on must be one of'],
  [['review', '--nope'], "Unknown option '--nope' (see drydock --help)"],
  [['review', '--base'], '--base'],
  [['review', '--files', ''], '--files needs a glob'],
])('%j is refused with one clear line', (argv, part) => {
  const parse = () => parseArguments(argv)
  expect(parse).toThrow(UserError)
  expect(parse).toThrow(part)
})

test('score takes in everything', () => {
  expect(parseArguments(['score', 'services', '--fail-on', 'score<100', '--format=json'])).toMatchObject({
    ...{ command: 'score', path: 'services', all: true, format: 'json', overrides: { 'fail-on': 'score<100' } },
  })
})

test('init takes a path and nothing else', () => {
  expect(parseArguments(['init'])).toEqual({ command: 'init', path: '.' })
  expect(parseArguments(['init', 'services'])).toEqual({ command: 'init', path: 'services' })
  expect(() => parseArguments(['init', '--all'])).toThrow('drydock init has no option --all')
  expect(() => parseArguments(['init', 'a', 'b'])).toThrow('one path')
})
