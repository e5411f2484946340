import { describe, expect, test } from '@jest/globals'
import { modelBuild } from '../../src/build/build.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { applyEdits } from '../../src/fixes/edits.js'
import { lockedVersion } from '../../src/package-managers/locked-versions.js'
import { unpinnedModules } from '../../src/rules/unpinned-modules.js'
import { checked, type Files, repositoryOf } from '../rules/checking.js'

function locked(manager: string, name: string, files: Files, path = 'Dockerfile', text = 'FROM a\n') {
  const build = modelBuild(parseDockerfile(path, text), repositoryOf(text, files, path))
  const found = lockedVersion(manager, name, build)
  return found && `${found.version} ${found.file}`
}

const UV = `[[package]]
name = "app"
version = "0.1.0"
source = { editable = "." }

[[package]]
name = "flask"
version = "3.1.2"
source = { registry = "https://pypi.org/simple" }
`
const PACKAGE_LOCK =
  '{"packages":{"":{},"node_modules/a/node_modules/vite":{"version":"4.0.0"},"node_modules/vite":{"version":"5.4.1"}}}'
const PNPM = `importers:
  .:
    devDependencies:
      vite:
        specifier: ^5.0.0
        version: 5.4.1(@types/node@22.1.0)
packages:
  '@types/node@22.1.0':
    resolution: {integrity: x}
  vite@5.4.1:
    resolution: {integrity: x}
snapshots:
  vite@5.4.1(@types/node@22.1.0):
    dependencies: {}
`
const YARN = `"@babel/core@^7.0.0", "@babel/core@^7.1.0":
  version "7.26.0"

vite@^5.0.0:
  version "5.4.1"
`
const BERRY = `"vite@npm:^5.0.0":
  version: 5.4.1
  resolution: "vite@npm:5.4.1"
`
const CARGO = `[[package]]
name = "app"
version = "0.1.0"

[[package]]
name = "cargo-chef"
version = "0.1.71"
source = "registry+https://github.com/rust-lang/crates.io-index"
`
const GO_MOD = `module example.com/app

go 1.25.1

tool github.com/a/b/cmd/c // our own

require (
	github.com/a/b v1.2.3
	github.com/x/y v1.0.0 // indirect
	golang.org/x/tools v0.36.0
	gotest.tools/gotestsum v1.12.0
)

exclude (
	github.com/e/f v1.0.0
)
`

describe('files that name versions', () => {
  test.each([
    ['pip', 'Flask', 'requirements.txt', 'flask==3.1.2 \\\n  --hash=sha256:a\n', '3.1.2'],
    ['pip', 'flask', 'dev-requirements.in', 'flask[async] === 3.1.2 ; python_version > "3"\n', '3.1.2'],
    ['pip', 'flask', 'requirements.txt', 'flask==3.1.*\n', undefined],
    ['pip', 'torch', 'requirements.txt', 'torch==2.1.0+cu118\n', undefined],
    [
      'pip',
      'flask',
      'requirements.txt',
      'flask==3.1.2; python_version>"3"\nflask==2.0; python_version<"3"\n',
      undefined,
    ],
    ['pip', 'flask', 'requirements.txt', 'flask-cors==1.0\n#flask==1.0\nflask>=2\n', undefined],
    ['uv', 'a.b_c', 'constraints.txt', 'A-B-C==1.0\n', '1.0'],
    ['pip', 'flask', 'uv.lock', UV, '3.1.2'],
    ['pip', 'app', 'uv.lock', UV, undefined],
    ['pipx', 'flask', 'poetry.lock', '[[package]]\r\nname = "Flask"\r\nversion = "3.1.2"\r\n', '3.1.2'],
    ['pip', 'flask', 'Pipfile.lock', '{"default":{"Flask":{"version":"==3.1.2"}},"develop":{}}', '3.1.2'],
    ['pip', 'flask', 'Pipfile.lock', '[', undefined],
    ['pip', 'flask', 'Pipfile', '[packages]\nflask = "==3.1.2"\n', '3.1.2'],
    ['pip', 'flask', 'pyproject.toml', 'dependencies = [ "flask[async]==3.1.2", "flask-cors" ]\n', '3.1.2'],
    ['pip', 'flask', 'pyproject.toml', '[tool.poetry.dependencies]\nflask = "3.1.2"\n', '3.1.2'],
    ['pip', 'flask', 'pyproject.toml', '[tool.poetry.dependencies]\nflask = "^3.1.2"\n', undefined],
    ['npm', 'vite', 'package.json', '{"devDependencies":{"vite":"5.4.1"}}', '5.4.1'],
    ['npm', 'vite', 'package.json', '{"devDependencies":{"vite":"^5.4.1"}}', undefined],
    ['npm', 'pnpm', 'package.json', '{"packageManager":"pnpm@9.15.4+sha512.a"}', '9.15.4'],
    ['npm', 'yarn', 'package.json', '{"volta":{"yarn":"1.22.19"}}', '1.22.19'],
    ['npm', 'vite', 'package-lock.json', PACKAGE_LOCK, '5.4.1'],
    ['npm', 'vite', 'npm-shrinkwrap.json', '{"dependencies":{"vite":{"version":"5.4.1"}}}', '5.4.1'],
    ['pnpm', 'vite', 'pnpm-lock.yaml', PNPM, '5.4.1'],
    ['pnpm', '@types/node', 'pnpm-lock.yaml', PNPM, '22.1.0'],
    [
      'npm',
      'vite',
      'pnpm-lock.yaml',
      'packages:\n\n  /vite/5.4.1:\n    dev: true\n  /vite/5.4.1_sass@1.0.0:\n',
      '5.4.1',
    ],
    ['npm', 'vite', 'pnpm-lock.yaml', 'packages:\n  vite@4.0.0:\n  vite@5.4.1:\n', undefined],
    ['yarn', 'vite', 'yarn.lock', YARN, '5.4.1'],
    ['yarn', '@babel/core', 'yarn.lock', YARN, '7.26.0'],
    ['npm', 'vite', 'yarn.lock', BERRY, '5.4.1'],
    ['bun', 'vite', 'bun.lock', '{\n  "packages": {\n    "vite": ["vite@5.4.1", "", {}],\n', '5.4.1'],
    ['gem', 'rails', 'Gemfile.lock', 'GEM\n  specs:\n    rails (8.0.1)\n      actionview (= 8.0.1)\n', '8.0.1'],
    ['gem', 'rails', 'Gemfile', 'gem "rails", "= 8.0.1"\n', '8.0.1'],
    ['gem', 'rails', 'Gemfile', 'gem "rails", "~> 8.0.1"\n', undefined],
    ['cargo', 'cargo-chef', 'Cargo.lock', CARGO, '0.1.71'],
    ['cargo', 'app', 'Cargo.lock', CARGO, undefined],
    [
      'composer',
      'a/b',
      'composer.lock',
      '{"packages":[],"packages-dev":[{"name":"a/b","version":"v1.2.3"},null]}',
      'v1.2.3',
    ],
    ['composer', 'a/b', 'composer.lock', '{"packages":[{"name":"a/b","version":"dev-main"}]}', undefined],
    ['composer', 'a/b', 'composer.json', '{"require":{"a/b":"^1.0"},"require-dev":{"a/b":"1.2.3"}}', '1.2.3'],
    ['go', 'golang.org/x/tools/cmd/stringer', 'go.mod', GO_MOD, 'v0.36.0'],
    ['go', 'gotest.tools/gotestsum', 'go.mod', GO_MOD, 'v1.12.0'],
    ['go', 'github.com/a/b/cmd/c', 'go.mod', GO_MOD, 'v1.2.3'],
    ['go', 'github.com/x/y/cmd/z', 'go.mod', GO_MOD, undefined],
    ['go', 'golang.org/x/tools/gopls', 'go.mod', GO_MOD, undefined],
    ['go', 'github.com/e/f', 'go.mod', GO_MOD, undefined],
    ['npm', 'vite', 'requirements.txt', 'vite==1.0\n', undefined],
  ])('%s %s: %s', (manager, name, file, text, version) => {
    expect(locked(manager, name, { [file]: text })).toBe(version && `${version} ${file}`)
  })

  test('the nearest that has one; where the nearest differ there is none', () => {
    const files = { 'requirements.txt': 'flask==1.0\n', 'a/requirements.txt': 'flask==2.0\n', 'a/b/x.txt': '' }
    expect(locked('pip', 'flask', files, 'a/Dockerfile')).toBe('2.0 a/requirements.txt')
    expect(locked('pip', 'flask', files, 'a/b/c/Dockerfile')).toBe('2.0 a/requirements.txt')
    expect(locked('pip', 'flask', files, 'docker/Dockerfile')).toBe('1.0 requirements.txt')
    const two = { ...files, 'a/dev-requirements.txt': 'flask==2.1\n' }
    expect(locked('pip', 'flask', two, 'a/Dockerfile')).toBeUndefined()
  })

  test('another project’s is none of it, be it a sister', () => {
    expect(locked('pip', 'flask', { 'a/b/requirements.txt': 'flask==1.0\n' }, 'c/d/Dockerfile')).toBeUndefined()
    expect(locked('pip', 'flask', { 'a/requirements.txt': 'flask==1.0\n' }, 'c/Dockerfile')).toBeUndefined()
    expect(locked('pip', 'flask', { 'a/requirements.txt': 'flask==1.0\n' }, 'a/c/Dockerfile')).toBe(
      '1.0 a/requirements.txt',
    )
  })
})

describe('Dockerfiles that name versions', () => {
  test.each([
    ['pip', 'flask', 'RUN pip install "flask[async]==3.1.2"', '3.1.2'],
    ['pip', 'flask', 'RUN pip install my-flask==3.1.2 flask==$V flask==3.*', undefined],
    ['pip', 'flask', '# pip install flask==3.1.2', undefined],
    ['npm', 'pnpm', 'RUN npm i -g pnpm@9', '9'],
    ['npm', 'pnpm', 'RUN npm i -g @a/pnpm@9 pnpm@latest', undefined],
    ['gem', 'bundler', 'RUN gem install bundler:2.6.2', '2.6.2'],
    ['gem', 'bundler', "RUN gem install bundler -v '2.6.2'", '2.6.2'],
    ['composer', 'a/b', 'RUN composer global require "a/b:2.1"', '2.1'],
    ['composer', 'a/b', 'RUN composer global require a/b 2.1', '2.1'],
    ['composer', 'a/b', 'RUN composer global require a/b:^2.1 a/b', undefined],
    ['go', 'a.org/b', 'RUN go install a.org/b@v1.2.3-0.20240101-abc', 'v1.2.3-0.20240101-abc'],
    ['cargo', 'cargo-chef', 'RUN cargo install cargo-chef@0.1.71', '0.1.71'],
    ['cargo', 'cargo-chef', 'RUN cargo install --locked --version 0.1.71 cargo-chef', '0.1.71'],
    ['cargo', 'cargo', 'RUN cargo install --version 0.1.71 cargo-chef', undefined],
  ])('%s %s: %s', (manager, name, line, version) => {
    const files = { 'test.Dockerfile': `FROM a\n${line}\n` }
    expect(locked(manager, name, files)).toBe(version && `${version} test.Dockerfile`)
    expect(locked(manager, name, {}, 'Dockerfile', `FROM a\n${line}\n`)).toBe(version && `${version} Dockerfile`)
  })

  test('after lock files; the file itself before those beside it', () => {
    const files = { 'a/Dockerfile': 'RUN pip install flask==1.0\n', 'b/Dockerfile': 'RUN pip install flask==2.0\n' }
    expect(locked('pip', 'flask', files)).toBeUndefined()
    expect(locked('pip', 'flask', files, 'Dockerfile', 'FROM a\nRUN pip install flask==3.0\n')).toBe('3.0 Dockerfile')
    expect(locked('pip', 'flask', { ...files, 'requirements.txt': 'flask==4.0\n' })).toBe('4.0 requirements.txt')
    expect(locked('pip', 'flask', { 'a/b/c/Dockerfile': 'RUN pip install flask==1.0\n' })).toBeUndefined()
  })
})

test('the fix says where the version comes from', () => {
  const fixOf = (text: string, files: Files) => checked(text, [unpinnedModules], files).findings[0]?.fix
  const text = 'FROM python:3.13 AS a\nRUN pip install flask==3.0\nFROM python:3.13\nRUN pip install flask gunicorn\n'
  const fix = fixOf(text, { 'requirements.txt': 'gunicorn==23.0.0\n' })
  expect(fix?.title).toBe('Take the version that another line of this file and `requirements.txt` have')
  expect(applyEdits(text, fix?.edits ?? [])).toContain('RUN pip install flask==3.0 gunicorn==23.0.0\n')
  expect(fixOf(text, {})).toBeUndefined()
})
