import { describe, expect, test } from '@jest/globals'
import { knownBuildsOf, knownRootsOf } from '../../../src/build/builds/known-builds.js'
import type { Repository } from '../../../src/build/repository.js'
import { buildsOf, repositoryOf } from './repositories.js'

/** What the Compose file at the root says of `web`. */
function buildOf(build: string, path = 'compose.yml'): Repository {
  const text = `services:\n  web:\n    build: ${build}\n`
  return repositoryOf({ [path]: text }, 'Dockerfile', 'web/Dockerfile', 'web/Dockerfile.dev', 'docker/web.Dockerfile')
}

const roots = (dockerfile: string, repository: Repository) =>
  knownBuildsOf(dockerfile, repository).map(({ root }) => root)

describe('which context builds a Dockerfile', () => {
  test.each([
    ['a folder', '.', 'Dockerfile', ''],
    ['a folder below', './web', 'web/Dockerfile', 'web'],
    ['with a slash at its end', './web/', 'web/Dockerfile', 'web'],
    ['a map', '{ context: web }', 'web/Dockerfile', 'web'],
    ['a Dockerfile of another name', '{ context: ./web, dockerfile: Dockerfile.dev }', 'web/Dockerfile.dev', 'web'],
    [
      'a Dockerfile outside the context',
      '{ context: ./web, dockerfile: ../docker/web.Dockerfile }',
      'docker/web.Dockerfile',
      'web',
    ],
    ['a Dockerfile in a folder', '{ context: ., dockerfile: ./docker/web.Dockerfile }', 'docker/web.Dockerfile', ''],
    ['a variable with a default', '"${WEB:-./web}"', 'web/Dockerfile', 'web'],
  ])('%s', (_, build, dockerfile, root) => {
    expect(roots(dockerfile, buildOf(build))).toEqual([root])
    expect(knownRootsOf(buildOf(build), dockerfile)).toEqual([root])
  })

  test.each([
    ['only a variable knows it', '$WEB'],
    ['it is an address', 'https://github.com/a/b.git#main'],
    ['it leads out of the repository', '../web'],
    ['the file has no Dockerfile there', './src'],
    ['the Dockerfile is in the Compose file', '{ context: ./web, dockerfile_inline: "FROM a" }'],
    ['a file laid over another one', '{ target: dev }'],
    ['it is no build', '[a, b]'],
  ])('%s: unknown', (_, build) => {
    const repository = buildOf(build)
    for (const path of repository.files.keys()) expect(roots(path, repository)).toEqual([])
  })

  test('paths start from the folder of the Compose file', () => {
    expect(roots('web/Dockerfile', buildOf('../web', 'deploy/docker-compose.prod.yml'))).toEqual(['web'])
  })

  test('several builds, with several contexts', () => {
    const text =
      'services:\n  a:\n    build: ./web\n  b:\n    build: { context: ., dockerfile: web/Dockerfile, target: dev }\n'
    const repository = repositoryOf({ 'compose.yml': text }, 'web/Dockerfile')
    expect(knownBuildsOf('web/Dockerfile', repository)).toEqual([
      {
        path: 'compose.yml',
        origin: 'compose',
        name: 'a',
        dockerfile: 'web/Dockerfile',
        root: 'web',
        target: undefined,
        args: new Map(),
        contexts: [],
        isBare: true,
      },
      {
        path: 'compose.yml',
        origin: 'compose',
        name: 'b',
        dockerfile: 'web/Dockerfile',
        root: '',
        target: 'dev',
        args: new Map(),
        contexts: [],
        isBare: true,
      },
    ])
    expect(knownRootsOf(repository, 'web/Dockerfile')).toEqual(['web', ''])
  })

  test('merge keys and anchors', () => {
    const text =
      'x-base: &base\n  build: &build\n    context: ./web\nservices:\n  a:\n    <<: *base\n  b:\n    build:\n      <<: *build\n      target: dev\n'
    expect(roots('web/Dockerfile', repositoryOf({ 'compose.yml': text }, 'web/Dockerfile'))).toEqual(['web', 'web'])
  })

  test('a service goes on from one of another file, whose paths start from there', () => {
    const repository = repositoryOf(
      {
        'compose.yml': 'services:\n  web:\n    extends: { file: shared/base.compose.yml, service: base }\n',
        'shared/docker-compose.base.yml':
          'services:\n  base:\n    build: { context: ../web, dockerfile: Dockerfile.dev }\n',
        'docker-compose.dev.yml':
          'services:\n  web:\n    extends: { file: shared/docker-compose.base.yml, service: base }\n    build: { target: dev }\n',
      },
      'web/Dockerfile.dev',
    )
    expect(
      knownBuildsOf('web/Dockerfile.dev', repository).map(({ path, target, root }) => [path, target, root]),
    ).toEqual([
      ['shared/docker-compose.base.yml', undefined, 'web'],
      ['docker-compose.dev.yml', 'dev', 'web'],
    ])
  })

  test.each([
    [
      'a file of another folder that is laid over it',
      { 'docker/docker-compose.dev.yml': 'services:\n  web:\n    build: { context: ., target: dev }\n' },
    ],
    [
      'a project folder that another file names',
      {
        'docker/compose.yml': 'services:\n  api:\n    build: .\n',
        'compose.all.yml': 'include:\n  - path: docker/compose.yml\n    project_directory: .\n',
      },
    ],
  ])('%s: unknown', (_, others: Readonly<Record<string, string>>) => {
    const main = 'services:\n  web:\n    build: { context: ., dockerfile: docker/Dockerfile }\n'
    const repository = repositoryOf({ 'docker-compose.yml': main, ...others }, 'docker/Dockerfile')
    expect(knownBuildsOf('docker/Dockerfile', repository).map(({ path }) => path)).toEqual(['docker-compose.yml'])
  })

  test('a variable that .env sets is not what stands behind it', () => {
    const text = 'services:\n  web:\n    build: ${WEB:-./web}\n'
    const of = (env: Readonly<Record<string, string>>, ...files: readonly string[]) =>
      roots('web/Dockerfile', repositoryOf({ 'compose.yml': text, ...env }, 'web/Dockerfile', ...files))
    expect(of({ '.env': 'OTHER=1\n' })).toEqual(['web'])
    expect(of({ '.env': 'A=1\nexport WEB=.\n' })).toEqual([])
    expect(of({}, '.env')).toEqual([])
  })

  test('build arguments whose values are known', () => {
    const args = (written: string) => {
      const text = `services:\n  web:\n    build: { context: ., args: ${written} }\n`
      const [build] = knownBuildsOf('Dockerfile', repositoryOf({ 'compose.yml': text }, 'Dockerfile'))
      return Object.fromEntries(build?.args ?? [])
    }
    expect(args('{ A: 1, B: "${B:-b}", C: "${C}", D: null, E: }')).toEqual({ A: '1', B: 'b' })
    expect(args('[A=1, B, C=a=b]')).toEqual({ A: '1', C: 'a=b' })
    expect(args('wrong')).toEqual({})
  })

  test('services that go on from each other end', () => {
    const text = 'services:\n  a:\n    extends: b\n  b:\n    extends: a\n'
    expect(roots('Dockerfile', repositoryOf({ 'compose.yml': text }, 'Dockerfile'))).toEqual([])
  })

  test.each(['services: [', 'services:\n  a: &a [*a, *a]\n', 'null', '- a', ''])('a file with a fault: %j', text => {
    expect(roots('Dockerfile', repositoryOf({ 'compose.yml': text }, 'Dockerfile'))).toEqual([])
  })
})

describe('a file that overrides', () => {
  const main = 'services:\n  web:\n    build: { context: ., dockerfile: web/Dockerfile }\n  api:\n    build: ./api\n'
  const of = (dockerfile: string, override: string, name = 'compose.override.yml') =>
    buildsOf(
      dockerfile,
      repositoryOf({ 'compose.yml': main, [name]: override }, 'Dockerfile', 'web/Dockerfile', 'api/Dockerfile'),
    )

  test('is laid over the one that Compose finds, which also stands alone', () => {
    const override = 'services:\n  web:\n    build: { target: dev }\n'
    expect(of('web/Dockerfile', override)).toEqual(['compose.yml web: . -', 'compose.override.yml web: . dev'])
    expect(of('api/Dockerfile', override)).toEqual(['compose.yml api: api -'])
  })

  test('keeps the Dockerfile where it changes the context only', () => {
    const override = 'services:\n  web:\n    build: ./\n'
    expect(of('web/Dockerfile', override)).toEqual(['compose.yml web: . -'])
    expect(of('Dockerfile', override)).toEqual([])
  })

  test('brings services of its own', () => {
    expect(of('Dockerfile', 'services:\n  docs:\n    build: .\n')).toEqual(['compose.override.yml docs: . -'])
  })

  test('may take away what the other says, which nobody works out', () => {
    expect(of('web/Dockerfile', 'services:\n  web:\n    build: !reset null\n')).toEqual(['compose.yml web: . -'])
  })

  test('alone is like any other file', () => {
    const repository = repositoryOf({ 'compose.override.yml': 'services:\n  web:\n    build: .\n' }, 'Dockerfile')
    expect(buildsOf('Dockerfile', repository)).toEqual(['compose.override.yml web: . -'])
  })
})

describe('a file that another one includes', () => {
  const included = 'services:\n  web:\n    build: { context: ., dockerfile: web/Dockerfile }\n'
  const of = (include: string, texts: Readonly<Record<string, string>> = {}) =>
    buildsOf(
      'web/Dockerfile',
      repositoryOf(
        { 'compose.yml': `include: ${include}\n`, 'sub/compose.yml': included, ...texts },
        'web/Dockerfile',
        'sub/web/x',
      ),
    )

  test('starts from its own folder, or from the one that is named', () => {
    expect(of('[sub/compose.yml]')).toEqual([])
    expect(of('[{ path: sub/compose.yml, project_directory: . }]')).toEqual(['sub/compose.yml web: . -'])
    expect(of('[{ path: ./sub/compose.yml, project_directory: $DIR }]')).toEqual([])
  })

  test('with others over it', () => {
    const over = { 'compose.dev.yml': 'services:\n  web:\n    build: { target: dev }\n' }
    expect(of('[{ path: [sub/compose.yml, compose.dev.yml], project_directory: . }]', over)).toEqual([
      'compose.dev.yml web: . dev',
    ])
    expect(of('[{ path: [sub/compose.yml, gone.yml], project_directory: . }]', over)).toEqual([])
  })

  test('with variables of other files', () => {
    const texts = { 'sub/compose.yml': included.replace('context: .', 'context: "${CONTEXT:-.}"') }
    expect(of('[{ path: sub/compose.yml, project_directory: . }]', texts)).toEqual(['sub/compose.yml web: . -'])
    expect(of('[{ path: sub/compose.yml, project_directory: ., env_file: a.env }]', texts)).toEqual([])
    expect(of('[{ path: sub/compose.yml, project_directory: . }]', { ...texts, '.env': 'CONTEXT=x' })).toEqual([])
  })
})
