import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readInputs } from '../src/action-inputs.js'
import { UserError } from '../src/user-error.js'

const before = { ...process.env }
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('INPUT_')) delete process.env[name]
})
afterEach(() => {
  process.env = { ...before }
})

/** As a runner gives them: upper case, dashes kept. */
function inputs(given: Readonly<Record<string, string>>): ReturnType<typeof readInputs> {
  for (const [name, value] of Object.entries({ token: 't', ...given }))
    process.env[`INPUT_${name.toUpperCase()}`] = value
  return readInputs()
}

test('only the token has to be there', () => {
  const overrides = {
    files: undefined,
    exclude: undefined,
    'fail-on': undefined,
    'comment-on': undefined,
    'max-comments': undefined,
  }
  expect(inputs({})).toEqual({ token: 't', config: '.drydock.yaml', checkName: 'Drydock', dryRun: false, overrides })
})

test('everything can be said', () => {
  const given = {
    config: 'c.yaml',
    files: 'a\n\n b/** \n',
    exclude: 'old',
    'fail-on': 'never',
    'comment-on': 'changed-files',
  }
  expect(inputs({ ...given, 'max-comments': '7', 'check-name': 'Images', 'dry-run': 'true' })).toEqual({
    token: 't',
    config: 'c.yaml',
    checkName: 'Images',
    dryRun: true,
    overrides: {
      files: ['a', 'b/**'],
      exclude: ['old'],
      'fail-on': 'never',
      'comment-on': 'changed-files',
      'max-comments': 7,
    },
  })
})

test.each([
  [{ token: '' }, 'The input "token" is empty'],
  [{ 'fail-on': 'errors' }, 'The input "fail-on" must be one of error, warning, info, never, or score<'],
  [{ 'fail-on': 'score<7.5' }, 'as in score<70, not "score<7.5"'],
  [{ 'comment-on': 'all' }, 'The input "comment-on" must be one of'],
  [{ 'max-comments': '31' }, 'The input "max-comments" must be a number from 0 to 30, not "31"'],
  [{ 'max-comments': '-1' }, 'not "-1"'],
  [{ 'dry-run': 'yes' }, 'The input "dry-run" must be one of true, false'],
])('%j is refused', (given, part) => {
  const read = () => inputs(given as unknown as Record<string, string>)
  expect(read).toThrow(UserError)
  expect(read).toThrow(part)
})
