import { describe, expect, test } from '@jest/globals'
import { affectedBy, isAround, type PathChange, repositoryBefore } from '../../src/inputs/affected.js'

const isDockerfile = (path: string) => path.endsWith('Dockerfile')
const FILES = [
  'Dockerfile',
  'a/Dockerfile',
  'a/docker/Dockerfile',
  'b/Dockerfile',
  'a/package.json',
  'c/x/y/z/Dockerfile',
]

function affected(...paths: readonly string[]): readonly string[] {
  const changes = paths.map((path): PathChange => ({ path, status: 'changed' }))
  return affectedBy(changes, new Map(FILES.map(path => [path, 1])), isDockerfile)
}

describe('the Dockerfiles that a change around them may affect', () => {
  test.each([
    [['a/package.json'], ['Dockerfile', 'a/Dockerfile']],
    [['a/.dockerignore'], ['a/Dockerfile']],
    [['b/Dockerfile.dockerignore'], ['b/Dockerfile']],
    [['.dockerignore'], ['Dockerfile', 'a/Dockerfile', 'a/docker/Dockerfile', 'b/Dockerfile', 'c/x/y/z/Dockerfile']],
    [['a/compose.prod.yaml'], FILES.filter(isDockerfile)],
    [['a/docker-bake.hcl'], FILES.filter(isDockerfile)],
    [['.github/workflows/ci.yml'], FILES.filter(isDockerfile)],
    [['.github/actions/image/action.yml'], FILES.filter(isDockerfile)],
    [['b/skaffold.yaml'], FILES.filter(isDockerfile)],
    [['b/action.yml'], []],
    [['b/yarn.lock'], ['b/Dockerfile', 'Dockerfile']],
    [['b/src/main.go', 'README.md'], []],
    // What is under review itself is not affected.
    [['a/package.json', 'a/Dockerfile'], ['Dockerfile']],
  ])('%j', (changed, dockerfiles) => {
    expect([...affected(...changed)].sort()).toEqual([...dockerfiles].sort())
  })

  test('nearest first', () => {
    expect(affected('b/requirements.txt')[0]).toBe('b/Dockerfile')
    expect(affected('a/compose.yml').slice(0, 3)).toEqual(['a/Dockerfile', 'a/docker/Dockerfile', 'Dockerfile'])
  })

  test('a workflow may build any Dockerfile, of which so many are looked at that one request brings them', () => {
    const many = Array.from({ length: 200 }, (_, i) => [`services/s${i}/Dockerfile`, 1] as const)
    const of = (path: string) =>
      affectedBy([{ path, status: 'changed' }], new Map([['Dockerfile', 1], ...many]), isDockerfile)
    expect(of('.github/workflows/ci.yml')).toHaveLength(30)
    expect(of('.github/workflows/ci.yml')[0]).toBe('Dockerfile')
    expect(of('services/s7/compose.yml')[0]).toBe('services/s7/Dockerfile')
  })

  test.each([
    ['another version of an action', '-      - uses: a/b@v1\n+      - uses: a/b@v2 # 2.0\n', false],
    ['another action', '-      - uses: a/b@v1\n+      - uses: a/c@v1\n', true],
    ['one more', '+      - uses: a/b@v1\n', true],
    ['another context', '-  context: .\n+  context: web\n', true],
  ])('a workflow with %s', (_, lines, matters) => {
    const change: PathChange = {
      path: '.github/workflows/ci.yml',
      status: 'changed',
      patch: `@@ -1,2 +1,2 @@\n a:\n${lines}`,
    }
    expect(isAround(change)).toBe(matters)
    expect(affectedBy([change], new Map([['Dockerfile', 1]]), isDockerfile)).toEqual(matters ? ['Dockerfile'] : [])
  })

  test('what moves leaves its old place, too', () => {
    const moved: PathChange = { path: 'elsewhere/deep/down/notes.md', previousPath: 'b/go.mod', status: 'changed' }
    expect(affectedBy([moved], new Map(FILES.map(path => [path, 1])), isDockerfile)).toContain('b/Dockerfile')
  })

  test('most paths matter to none', () => {
    const isNear = (path: string) => isAround({ path, status: 'changed' })
    expect(['src/index.ts', 'docs/compose.md', 'x.dockerignore.bak', 'ci.yml'].filter(isNear)).toEqual([])
    const near = ['x.dockerignore', 'docker-compose.yml', 'go.sum', 'docker-entrypoint.sh', 'docker-bake.json']
    expect(near.every(isNear)).toBe(true)
  })
})

test.each([
  [1_000, 20_000],
  [10, 130_000],
])('%i Dockerfiles and %i changed paths take no time', (dockerfiles, paths) => {
  const all = Array.from({ length: dockerfiles }, (_, i) => [`services/s${i}/Dockerfile`, 1] as const)
  const changes = Array.from({ length: paths }, (_, i): PathChange => {
    return { path: `services/x${i}/src/package.json`, status: 'changed' }
  })
  const start = performance.now()
  const last: PathChange = { path: 'services/s7/src/package.json', status: 'changed' }
  expect(affectedBy([...changes, last], new Map(all), isDockerfile)).toEqual(['services/s7/Dockerfile'])
  // Each with each took 50 s, or too much stack; alone this takes 0.3 s, and a loaded machine is slow (ms).
  expect(performance.now() - start).toBeLessThan(20_000)
})

test('the repository before a change', () => {
  const after = {
    files: new Map([
      ['new', 1],
      ['kept', 2],
      ['to', 3],
    ]),
    isComplete: true,
    texts: new Map([
      ['kept', 'now'],
      ['new', 'n'],
    ]),
  }
  const changes: PathChange[] = [
    { path: 'new', status: 'added' },
    { path: 'kept', status: 'changed' },
    { path: 'gone', status: 'removed' },
    { path: 'to', status: 'changed', previousPath: 'from' },
  ]
  const before = repositoryBefore(after, changes, new Map([['kept', 'then']]))
  expect([...before.files.keys()].sort()).toEqual(['from', 'gone', 'kept'])
  expect([...before.texts]).toEqual([['kept', 'then']])
})
