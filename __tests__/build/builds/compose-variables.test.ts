import { expect, test } from '@jest/globals'
import { knownBuildsOf } from '../../../src/build/builds/known-builds.js'
import { repositoryOf } from '../../rules/checking.js'

test.each([
  ['.env of the repository', 'AD=./src/ad/Dockerfile # ours\n', '${AD}', 'src/ad/Dockerfile'],
  ['quotes around it', 'export AD="src/ad/Dockerfile"\n', '$AD', 'src/ad/Dockerfile'],
  ['it goes before the default', 'AD=src/ad/Dockerfile\n', '${AD:-Dockerfile}', 'src/ad/Dockerfile'],
  ['another variable decides', 'AD=${B}/Dockerfile\n', '${AD}', undefined],
  ['nobody sets it', 'ADS=src/ad/Dockerfile\n', '${AD}', undefined],
])('a variable in dockerfile: %s', (_, env, written, expected) => {
  const files = {
    '.env': env,
    'src/ad/Dockerfile': 'FROM a\n',
    'compose.yml': `services: { ad: { build: { context: ., dockerfile: "${written}" } } }\n`,
  }
  const repository = repositoryOf('FROM b\n', files)
  expect(knownBuildsOf('src/ad/Dockerfile', repository).map(({ dockerfile }) => dockerfile)).toEqual(
    expected === undefined ? [] : [expected],
  )
})
