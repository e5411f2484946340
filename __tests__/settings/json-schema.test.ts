import { expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { parse } from 'yaml'
import { generatedDocs } from '../generated-docs.js'

const validate = new Ajv({ allowUnionTypes: true, allowMatchingProperties: true }).compile(
  JSON.parse(generatedDocs().get('docs/config.schema.json') ?? ''),
)
const isValid = (text: string) => validate(parse(text))

test.each([
  'rules: { root-user: off, DL3020: error, JSONArgsRecommended: { severity: info } }',
  'rules: { DL3051: { options: { labels: { a: url } } } }',
  'rules: { SC2086: off, DL3099: off, CKV_DOCKER_99: info, InvalidBaseImagePlatform: off }',
  'fail-on: score<100',
])('allows %s', text => {
  expect([isValid(text), validate.errors]).toEqual([true, null])
})

test.each([
  'rules: { rot-user: off }',
  'rules: { DL30022: off }',
  'rules: { DL3020: loud }',
  'rules: { DL3051: { options: { labels: { a: uri } } } }',
  'rules: { InvalidBaseImagePlatform: loud }',
  'fail-on: score<101',
])('does not allow %s', text => {
  expect(isValid(text)).toBe(false)
})
