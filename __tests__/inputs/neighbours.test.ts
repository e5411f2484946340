import { expect, test } from '@jest/globals'
import { neighboursOf } from '../../src/inputs/neighbours.js'

const KB = 1024

function near(dockerfiles: readonly string[], files: Readonly<Record<string, number>>, limit?: number) {
  const sizes = new Map(Object.entries(files))
  return neighboursOf(dockerfiles, sizes, limit)
}

test('manifests first, then scripts, what says a version, lock files, other Dockerfiles', () => {
  const files = {
    ...{ 'a/Dockerfile': 1, 'a/Dockerfile.dev': 1, 'a/uv.lock': KB, 'a/.python-version': 4, 'a/entrypoint.sh': 9 },
    ...{ 'a/pyproject.toml': 1, 'a/Dockerfile.dockerignore': 1, 'a/Dockerfile.md': 1, 'a/main.py': 1 },
  }
  const all = [
    ...['a/Dockerfile.dockerignore', 'a/pyproject.toml', 'a/entrypoint.sh', 'a/.python-version', 'a/uv.lock'],
    'a/Dockerfile.dev',
  ]
  expect(near(['a/Dockerfile'], files)).toEqual(all)
  expect(near(['a/Dockerfile'], files, 3)).toEqual(all.slice(0, 3))
})

test('a version for a folder is one for all below it', () => {
  const files = { '.nvmrc': 1, 'a/.nvmrc': 1, 'a/b/.nvmrc': 1, 'c/.nvmrc': 1, 'a/go.mod': 1 }
  expect(near(['a/b/Dockerfile'], files).toSorted()).toEqual(['.nvmrc', 'a/.nvmrc', 'a/b/.nvmrc', 'a/go.mod'])
})

test('what says which builder builds it stands above', () => {
  const files = { 'skaffold.yaml': 1, 'a/cloudbuild.yaml': 1, 'a/b/skaffold.dev.yaml': 1, 'c/skaffold.yaml': 1 }
  // A Skaffold file may lie beside what it builds, too.
  expect(near(['a/Dockerfile'], files)).toEqual([
    ...['skaffold.yaml', 'a/cloudbuild.yaml', 'a/b/skaffold.dev.yaml', 'c/skaffold.yaml'],
  ])
})

test('Compose files around it, what git ignores above it, and where submodules lie', () => {
  const files = {
    ...{
      'compose.yml': 1,
      'deploy/docker-compose.prod.yml': 1,
      'a/b/c/d/e/compose.yml': 1,
      'deploy/docker-compose.md': 1,
    },
    ...{ '.gitignore': 1, 'a/.gitignore': 1, 'deploy/.gitignore': 1, '.gitmodules': 1 },
  }
  expect(near(['a/Dockerfile'], files)).toEqual([
    ...['compose.yml', 'deploy/docker-compose.prod.yml', 'a/b/c/d/e/compose.yml'],
    ...['.gitignore', 'a/.gitignore', '.gitmodules'],
  ])
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`deploy/${i}/compose.yml`, 1]))
  expect(near(['a/Dockerfile'], { ...many, 'compose.yml': 1 })).toHaveLength(20)
  expect(near(['a/Dockerfile'], { ...many, 'compose.yml': 1 })[0]).toBe('compose.yml')
})

test('lock files while there is room; those that nobody can read are left alone', () => {
  const locks = { 'package-lock.json': 600 * KB, 'uv.lock': 480 * KB, 'poetry.lock': 480 * KB, 'Cargo.lock': 480 * KB }
  expect(near(['Dockerfile'], { ...locks, 'Gemfile.lock': KB, 'go.sum': KB, 'bun.lockb': KB })).toEqual([
    ...['uv.lock', 'poetry.lock', 'Gemfile.lock'],
  ])
})

test('thirty other Dockerfiles, the nearest', () => {
  const names = Array.from({ length: 40 }, (_, i) => `s${i}/Dockerfile`)
  const files = Object.fromEntries([...names, 's39/test.Dockerfile'].map(name => [name, 1]))
  const found = near(['s39/Dockerfile', 's38/Dockerfile'], { ...files, 's39/big.Dockerfile': 17 * KB })
  expect(found).toHaveLength(30)
  expect(found[0]).toBe('s39/test.Dockerfile')
  expect(found).not.toContain('s38/Dockerfile')
})

test('Bake files around it, and workflows, those first that are called after images', () => {
  const workflow = (name: string) => `.github/workflows/${name}.yml`
  const names = Array.from({ length: 40 }, (_, i) => workflow(`lint${i}`))
  const files = {
    ...Object.fromEntries(names.map(name => [name, 1])),
    ...{ [workflow('release')]: 1, [workflow('docker')]: 1, [workflow('image-big')]: 300 * KB, 'docker-bake.hcl': 1 },
    ...{ 'a/docker-bake.override.json': 1, 'a/bake.hcl': 1 },
  }
  const found = near(['a/Dockerfile'], files)
  expect(found.slice(0, 4)).toEqual([
    ...['a/docker-bake.override.json', 'docker-bake.hcl', workflow('docker'), workflow('release')],
  ])
  expect(found).toHaveLength(2 + 29)
  expect(near([], files)).toEqual([])
})

test('actions beside workflows, ranked by what their folders are called', () => {
  const files = {
    ...{ '.github/workflows/lint.yml': 1, '.github/actions/docker-build/action.yml': 1, 'action.yaml': 1 },
    ...{ '.github/actions/setup/action.yaml': 1, 'a/action.yml': 1, '.github/actions/setup/other.yml': 1 },
  }
  expect(near(['a/Dockerfile'], files)).toEqual([
    ...['.github/actions/docker-build/action.yml', '.github/workflows/lint.yml', 'action.yaml'],
    '.github/actions/setup/action.yaml',
  ])
})

test('many manifests leave room for the files that build', () => {
  const manifests = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`s${i}/package.json`, 1]))
  const files = { ...manifests, 'compose.yml': 1, 'docker-bake.hcl': 1, '.github/workflows/ci.yml': 1, '.gitignore': 1 }
  const found = near(['Dockerfile'], files, 90)
  expect(found).toHaveLength(90)
  expect(found.slice(-4)).toEqual(['compose.yml', 'docker-bake.hcl', '.github/workflows/ci.yml', '.gitignore'])
})

test('the members of a workspace that may be the context', () => {
  const files = {
    ...{ 'package.json': 1, 'pnpm-lock.yaml': 1, 'apps/web/Dockerfile': 1, 'apps/web/package.json': 1 },
    ...{ 'packages/ui/package.json': 1, 'packages/ui/pom.xml': 1, 'packages/ui/a/package.json': 1 },
  }
  expect(near(['apps/web/Dockerfile'], files)).toEqual([
    ...['package.json', 'apps/web/package.json', 'pnpm-lock.yaml', 'packages/ui/package.json'],
  ])
  expect(near(['apps/web/Dockerfile'], { ...files, 'pom.xml': 1 })).toContain('packages/ui/pom.xml')
  const { 'pnpm-lock.yaml': _, ...unlocked } = files
  expect(near(['apps/web/Dockerfile'], unlocked)).not.toContain('packages/ui/package.json')
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`packages/${i}/package.json`, 1]))
  expect(near(['apps/web/Dockerfile'], { ...files, ...many })).not.toContain('packages/ui/package.json')
})
