import { describe, expect, test } from '@jest/globals'
import { isOfProject, requirementFiles } from '../../src/package-managers/requirements.js'
import type { Files } from '../rules/checking.js'
import { imageOf, install, needs, read } from './installing.js'

describe('commands that install what requirements files say', () => {
  test.each([
    ['pip install -r requirements.txt', 'pip install', ['/app/requirements.txt']],
    ['pip3 install --no-cache-dir -rreq/a.txt -c c.txt', 'pip install', ['/app/req/a.txt', '/app/c.txt']],
    ['pip install --requirement=a.txt --requirement b.txt', 'pip install', ['/app/a.txt', '/app/b.txt']],
    ['pip install -r a.txt flask', 'pip install', ['/app/a.txt']],
    ['python -m pip install -r a.txt', 'pip install', ['/app/a.txt']],
    ['/venv/bin/pip install -r /tmp/a.txt', 'pip install', ['/tmp/a.txt']],
    ['pip download -r a.txt -d /wheels', 'pip download', ['/app/a.txt']],
    ['pip wheel -r a.txt -w /wheels', 'pip wheel', ['/app/a.txt']],
    ['uv pip install --system -r a.txt', 'uv pip install', ['/app/a.txt']],
    ['uv pip sync a.txt', 'uv pip sync', ['/app/a.txt']],
    ['pip install -r https://example.com/r.txt', 'pip install', []],
  ])('%s', (command, name, manifests) => {
    expect(install(command)).toMatchObject({ command: name, manifests })
  })

  test.each([
    'pip install flask',
    'pip install .',
    'pip install -r a.txt .',
    'pip install -e . -r a.txt',
    'pip install -r a.txt ./lib',
    'pip install -r $FILE',
    'pip install --find-links=/w -r a.txt',
    'pip list',
    'python app.py',
    'python -m venv /v',
    'PIP_TARGET=/x pip install -r a.txt',
    'uv run x',
  ])('not %s', command => {
    expect(install(command)).toBeUndefined()
  })
})

describe('the requirements files that are read', () => {
  test.each<[Files, readonly string[] | undefined]>([
    [{ 'a.txt': 'flask==3.0\n# -e .\nrequests[socks] ; python_version > "3"\n' }, ['a.txt']],
    [
      { 'a.txt': '-r b.txt\n-c sub/c.txt', 'b.txt': '', 'sub/c.txt': '-r d.txt', 'sub/d.txt': '' },
      ['a.txt', 'b.txt', 'sub/c.txt', 'sub/d.txt'],
    ],
    [{ 'a.txt': '--requirement=b.txt', 'b.txt': '-r a.txt' }, ['a.txt', 'b.txt']],
    [{ 'a.txt': '-r \\\nb.txt', 'b.txt': '' }, ['a.txt', 'b.txt']],
    [{ 'a.txt': '-r b.txt' }, undefined],
    [{}, undefined],
    [{ 'a.txt': '-e .' }, undefined],
    [{ 'a.txt': '-e git+https://github.com/a/b#egg=b' }, undefined],
    [{ 'a.txt': './lib' }, undefined],
    [{ 'a.txt': '--editable=lib[x]' }, undefined],
    [{ 'a.txt': 'b @ file:///app/b' }, undefined],
    [{ 'a.txt': 'b @ https://example.com/b.whl\r\ngit+https://github.com/a/b' }, ['a.txt']],
    [{ 'a.txt': '--find-links ./wheels\nb' }, undefined],
    [{ 'a.txt': '--find-links https://example.com/wheels\nb' }, ['a.txt']],
    [{ 'a.txt': '-r https://example.com/r.txt\n--index-url https://example.com' }, ['a.txt']],
    [{ 'a.txt': '-r $'.concat('{K}.txt') }, undefined],
  ])('%j', (files, expected) => {
    expect(requirementFiles(['/app/a.txt'], imageOf(files))?.map(path => path.slice('/app/'.length))).toEqual(expected)
  })

  test.each([
    ['flask', false],
    ['flask[async]>=3,<4', false],
    ['.', true],
    ['./tool[extra]', true],
    ['~/tool', true],
    ['wheels/tool-1.0-py3-none-any.whl', true],
    ['tool.tar.gz', true],
    ['tool @ file:///src/tool', true],
    ['tool @ https://example.com/tool.whl', false],
    ['git+https://github.com/a/b.git@v1#egg=b', false],
    ['https://example.com/tool.zip', false],
  ])('%s is of the project: %s', (requirement, expected) => {
    expect(isOfProject(requirement)).toBe(expected)
  })

  test('what it fills', () => {
    const files = { 'a.txt': 'flask' }
    expect(needs('pip install -r a.txt', files)?.outputs).toEqual([])
    expect(needs('pip install -r a.txt -t lib', files)?.outputs).toEqual(['/app/lib'])
    expect(needs('pip install -r a.txt', files, 'ENV VIRTUAL_ENV=/venv')?.outputs).toEqual(['/venv'])
    expect(needs('/opt/v/bin/pip install -r a.txt', files)?.outputs).toEqual(['/opt/v'])
    expect(needs('python -m venv env && pip install -r a.txt', files)?.outputs).toEqual(['/app/env'])
    expect(needs('virtualenv --clear /v && pip install -r a.txt', files)?.outputs).toEqual(['/v'])
    expect(needs('uv pip install -r a.txt', files)?.outputs).toEqual(['/app/.venv'])
    expect(needs('uv venv && uv pip install --system -r a.txt', files)?.outputs).toEqual(['/app/.venv'])
  })
})

const PROJECT = '[project]\nname = "a"\nversion = "1"\n'
const BUILT = `${PROJECT}[build-system]\nrequires = ["hatchling"]\n`
const POETRY = '[tool.poetry]\nname = "a"\n'

describe('projects with a manifest of their own', () => {
  test.each<[string, Files, readonly string[] | undefined]>([
    ['uv sync --locked', { 'pyproject.toml': PROJECT, 'uv.lock': '' }, ['pyproject.toml', 'uv.lock']],
    ['uv sync --locked', { 'pyproject.toml': PROJECT }, undefined],
    ['uv sync', { 'pyproject.toml': PROJECT, '.python-version': '3.13' }, ['pyproject.toml', '.python-version']],
    ['uv sync --locked', { 'pyproject.toml': BUILT, 'uv.lock': '' }, undefined],
    [
      'uv sync --locked --no-install-project',
      { 'pyproject.toml': BUILT, 'uv.lock': '' },
      ['pyproject.toml', 'uv.lock'],
    ],
    ['uv sync', { 'pyproject.toml': `${BUILT}[tool.uv]\npackage = false\n` }, ['pyproject.toml']],
    ['uv sync', { 'pyproject.toml': `${PROJECT}[tool.uv]\npackage = true\n` }, undefined],
    ['uv sync', { 'pyproject.toml': `${PROJECT}[tool.uv.workspace]\nmembers = ["a"]\n` }, undefined],
    ['uv sync', { 'pyproject.toml': `${PROJECT}[tool.uv.sources]\nb = { path = "../b" }\n` }, undefined],
    ['uv sync', { 'pyproject.toml': `${PROJECT}dynamic = ["version"]\n` }, undefined],
    ['uv sync --project web', { 'pyproject.toml': PROJECT, 'web/pyproject.toml': PROJECT }, undefined],
    ['uv sync --project web', { 'web/pyproject.toml': PROJECT }, ['web/pyproject.toml']],
    ['uv sync', {}, undefined],
    ['poetry install', { 'pyproject.toml': POETRY, 'poetry.lock': '' }, undefined],
    ['poetry install --no-root', { 'pyproject.toml': POETRY, 'poetry.lock': '' }, ['pyproject.toml', 'poetry.lock']],
    [
      'poetry install',
      { 'pyproject.toml': `${POETRY}package-mode = false\n`, 'poetry.toml': '' },
      ['pyproject.toml', 'poetry.toml'],
    ],
    ['poetry sync --no-root --only main', { 'pyproject.toml': POETRY }, ['pyproject.toml']],
    ['poetry install --no-root', { 'pyproject.toml': `${POETRY}b = { path = "b" }\n` }, undefined],
    [
      'poetry install --no-root --no-directory',
      { 'pyproject.toml': `${POETRY}[tool.poetry.dependencies.b]\npath = "../b"\n` },
      undefined,
    ],
    ['poetry install --no-root', { 'pyproject.toml': '[project]\ndependencies = ["b @ file:///app/b"]\n' }, undefined],
    ['uv sync --no-install-project', { 'pyproject.toml': '[project]\ndependencies = ["b @ ../b"]\n' }, undefined],
    [
      'uv sync --no-install-workspace',
      { 'pyproject.toml': `${PROJECT}[tool.uv.sources]\nb = { workspace = true }\n` },
      undefined,
    ],
    [
      'pipenv install --deploy',
      { Pipfile: '[packages]\nflask = "*"\n', 'Pipfile.lock': '{}' },
      ['Pipfile', 'Pipfile.lock'],
    ],
    ['pipenv install --deploy', { Pipfile: '' }, undefined],
    ['pipenv sync', { Pipfile: '' }, undefined],
    ['pipenv install', { Pipfile: '' }, ['Pipfile']],
    ['pipenv install', { Pipfile: '[packages]\na = { path = ".", editable = true }\n' }, undefined],
  ])('%s of %j', (command, files, expected) => {
    expect(read(command, files)).toEqual(expected)
  })

  test.each([
    'uv sync --script x.py',
    'uv sync --all-packages',
    'uv lock',
    'uv sync --extra $E',
    'poetry add x',
    'poetry install --no-root $X',
    'pipenv install flask',
    'pipenv install -r a.txt',
    'PIPENV_PIPFILE=x pipenv install',
  ])('not %s', command => {
    expect(install(command)).toBeUndefined()
  })

  test('what they fill', () => {
    const uv = { 'pyproject.toml': PROJECT }
    const poetry = { 'pyproject.toml': POETRY }
    expect(needs('uv sync', uv)?.outputs).toEqual(['/app/.venv'])
    expect(needs('uv sync', uv, 'ENV UV_PROJECT_ENVIRONMENT=/venv')?.outputs).toEqual(['/venv'])
    expect(needs('poetry install --no-root', poetry)?.outputs).toEqual(['/app/.venv'])
    expect(needs('poetry install --no-root', poetry, 'ENV POETRY_VIRTUALENVS_CREATE=false')?.outputs).toEqual([])
    const configured = 'poetry config virtualenvs.create false && poetry install --no-root'
    expect(needs(configured, poetry)?.outputs).toEqual([])
    expect(needs('pipenv install', { Pipfile: '' })?.outputs).toEqual(['/app/.venv'])
    expect(needs('pipenv install --system', { Pipfile: '' })?.outputs).toEqual([])
  })
})
