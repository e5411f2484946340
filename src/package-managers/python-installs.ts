import { posix } from 'node:path'
import type { ImageFiles } from '../build/image-files.js'
import { isDeclared, valueOf } from '../build/variables.js'
import { type Call, hasOption, operandsOf, optionValue } from '../documents/shell/calls.js'
import type { ShellWord } from '../documents/shell/script.js'
import type { Install, Installer, Needs, Surroundings } from './installs.js'
import { PIP_FILES, PIP_LOCAL, PIP_TARGETS, PIP_VALUE_OPTIONS, valuesOf } from './pip-options.js'
import { foldersAbove } from './places.js'
import { isOfProject, requirementFiles } from './requirements.js'

const PIP_MOVED_BY = [
  ...['PIP_CONFIG_FILE', 'PIP_CONSTRAINT', 'PIP_FIND_LINKS', 'PIP_PREFIX', 'PIP_REQUIREMENT', 'PIP_SRC', 'PIP_TARGET'],
  ...['UV_BUILD_CONSTRAINT', 'UV_CONFIG_FILE', 'UV_CONSTRAINT', 'UV_FIND_LINKS', 'UV_OVERRIDE', 'UV_WORKING_DIR'],
]

export const PYTHON_INSTALLERS: readonly Installer[] = [
  { programs: ['pip', 'pip2', 'pip3'], movedBy: PIP_MOVED_BY, read: (call, where) => readPip(call, call.args, where) },
  {
    programs: ['python', 'python2', 'python3'],
    movedBy: PIP_MOVED_BY,
    read: (call, where) => (isPipModule(call) ? readPip(call, call.args.slice(2), where) : undefined),
  },
  {
    programs: ['uv'],
    movedBy: PIP_MOVED_BY,
    read: (call, where) =>
      call.args[0]?.value === 'pip' ? readPip(call, call.args.slice(1), where) : readUvSync(call, where),
  },
  { programs: ['poetry'], movedBy: PIP_MOVED_BY, read: readPoetry },
  { programs: ['pipenv'], movedBy: [...PIP_MOVED_BY, 'PIPENV_PIPFILE'], read: readPipenv },
]

function isPipModule({ args }: Call): boolean {
  return args[0]?.value === '-m' && args[1]?.value === 'pip'
}

/** `pip install -r …`, also by way of `python -m pip` and `uv pip`. */
function readPip(call: Call, args: readonly ShellWord[], where: Surroundings): Install | undefined {
  const [verb] = args
  const isSync = call.program === 'uv' && verb?.value === 'sync'
  if (!isSync && !['install', 'download', 'wheel'].includes(verb?.value ?? '')) return undefined
  const rest = args.slice(1)
  if (rest.some(({ value }) => value === undefined) || hasOption({ ...call, args: rest }, ...PIP_LOCAL))
    return undefined
  const operands = operandsOf(rest, PIP_VALUE_OPTIONS).map(({ value = '' }) => value)
  const named = [...valuesOf(rest, PIP_FILES), ...(isSync ? operands : [])]
  if (named.length === 0 || (!isSync && operands.some(isOfProject))) return undefined
  const manifests = named.filter(name => !name.includes('://')).map(name => posix.resolve(where.folder, name))
  const targets = valuesOf(rest, PIP_TARGETS)
  return {
    manager: 'pip',
    command: call.program === 'uv' ? `uv pip ${verb?.value}` : `pip ${verb?.value}`,
    manifests,
    needs(files) {
      const read = requirementFiles(manifests, files)
      return read && { files: read, outputs: [...targets, ...environments(call, where)].map(inFolder(where.folder)) }
    },
  }
}

/** The virtual environments that a call may work on. */
function environments(call: Call, { variables, earlier }: Surroundings): readonly string[] {
  const active = valueOf(variables, 'VIRTUAL_ENV')
  const own = /^(.+)\/bin\/[^/]+$/.exec(call.path)?.[1]
  const made = earlier.flatMap(({ program, args }) => {
    const words = args.flatMap(({ value }) => (value === undefined || value.startsWith('-') ? [] : value))
    if (program === 'virtualenv') return words.slice(-1)
    return words[0] === 'venv' ? (words.at(1) ?? '.venv') : []
  })
  const isOfFolder = call.program === 'uv' && !hasOption(call, '--system') && !isDeclared(variables, 'UV_SYSTEM_PYTHON')
  return [active, own, ...made, isOfFolder ? '.venv' : undefined].filter(folder => folder !== undefined)
}

function inFolder(folder: string): (path: string) => string {
  return path => posix.resolve(folder, path)
}

/** `uv sync`; without `--no-install-project` it builds the project itself. */
function readUvSync(call: Call, { folder: cwd, variables }: Surroundings): Install | undefined {
  const options = new Set([
    '--project',
    '--directory',
    '--extra',
    '--group',
    '--no-group',
    '--only-group',
    '--python',
    '-p',
  ])
  const values = new Set([...options, '--cache-dir', '--link-mode', '--index', '--default-index', '--config-setting'])
  const operands = operandsOf(call.args, values)
  if (operands.length !== 1 || operands[0]?.value !== 'sync') return undefined
  if (call.args.some(({ value }) => value === undefined)) return undefined
  if (hasOption(call, '--script', '--package', '--all-packages', '--find-links', '-f')) return undefined
  const folder = posix.resolve(cwd, optionValue(call, '--project', '--directory') ?? '')
  const leavesProject = hasOption(call, '--no-install-project', '--no-install-workspace', '--no-install-local')
  const isFrozen = hasOption(call, '--frozen', '--no-sources')
  return project('uv', 'uv sync', folder, {
    locks: ['uv.lock'],
    needsLock: hasOption(call, '--locked', '--frozen'),
    settings: ['uv.toml', '.python-version'],
    outputs: [valueOf(variables, 'UV_PROJECT_ENVIRONMENT') ?? '.venv'],
    reads(text) {
      if (/^\s*\[tool\.uv\.workspace\]|\bworkspace\s*=\s*true|\bpackage\s*=\s*true/m.test(text)) return 'more'
      if (!isFrozen && /^\s*dynamic\s*=/m.test(text)) return 'more'
      const isProject = /^\s*\[build-system\]/m.test(text) && !/^\s*package\s*=\s*false/m.test(text)
      return isProject && !leavesProject ? 'more' : 'manifests'
    },
  })
}

/** `poetry install`, which installs the project, too, unless told not to. */
function readPoetry(call: Call, { folder: cwd, variables, earlier }: Surroundings): Install | undefined {
  const values = new Set(['-C', '--directory', '-P', '--project', '--with', '--without', '--only', '-E', '--extras'])
  const operands = operandsOf(call.args, values)
  if (operands.length !== 1 || !['install', 'sync'].includes(operands[0]?.value ?? '')) return undefined
  if (call.args.some(({ value }) => value === undefined)) return undefined
  const folder = posix.resolve(cwd, optionValue(call, '-C', '--directory', '-P', '--project') ?? '')
  const usesSystem =
    /^(?:false|0)$/i.test(valueOf(variables, 'POETRY_VIRTUALENVS_CREATE') ?? '') ||
    earlier.some(({ args }) => /\bvirtualenvs\.create false\b/.test(args.map(({ value }) => value).join(' ')))
  return project('poetry', `poetry ${operands[0]?.value}`, folder, {
    locks: ['poetry.lock'],
    needsLock: false,
    settings: ['poetry.toml'],
    outputs: usesSystem ? [] : ['.venv'],
    reads: text => (hasOption(call, '--no-root') || /^\s*package-mode\s*=\s*false/m.test(text) ? 'manifests' : 'more'),
  })
}

function readPipenv(call: Call, { folder }: Surroundings): Install | undefined {
  const operands = operandsOf(call.args, new Set(['--python', '--extra-pip-args', '--categories']))
  if (operands.length !== 1 || !['install', 'sync'].includes(operands[0]?.value ?? '')) return undefined
  if (call.args.some(({ value }) => value === undefined) || hasOption(call, '-r', '-e', '--editable')) return undefined
  return project('pipenv', `pipenv ${operands[0]?.value}`, folder, {
    manifest: 'Pipfile',
    locks: ['Pipfile.lock'],
    needsLock: hasOption(call, '--deploy', '--ignore-pipfile') || operands[0]?.value === 'sync',
    settings: [],
    outputs: hasOption(call, '--system') ? [] : ['.venv'],
    reads: text => (/\bfile\s*=|\beditable\s*=\s*true/.test(text) ? 'more' : 'manifests'),
  })
}

interface Project {
  readonly manifest?: string
  readonly locks: readonly string[]
  readonly needsLock: boolean
  readonly settings: readonly string[]
  readonly outputs: readonly string[]
  /** What an install reads of a project with this manifest. */
  reads(text: string): 'manifests' | 'more'
}

/** A path or file as the source of a package; the key occurs in the settings of other tools, too, which costs nothing. */
const LOCAL_PACKAGE = /\bpath\s*=\s*["']|\bfile:|@\s*\.{0,2}\//

function project(manager: string, command: string, folder: string, shape: Project): Install {
  const { manifest = 'pyproject.toml', locks, settings, outputs } = shape
  const at = (name: string) => posix.resolve(folder, name)
  return {
    manager,
    command,
    manifests: [at(manifest)],
    needs(files): Needs | undefined {
      const text = files.textOf(at(manifest))
      if (text === undefined || LOCAL_PACKAGE.test(text) || shape.reads(text) === 'more') return undefined
      if (isBelowAnother(folder, manifest, files)) return undefined
      const locked = locks.filter(name => files.isFile(at(name)))
      if (shape.needsLock && locked.length === 0) return undefined
      const found = settings.filter(name => files.isFile(at(name)))
      return { files: [manifest, ...locked, ...found].map(at), outputs: outputs.map(at) }
    },
  }
}

/** True when a folder above has such a manifest, too: this one may be a part of that project. */
function isBelowAnother(folder: string, manifest: string, files: ImageFiles): boolean {
  return foldersAbove(folder).some(at => files.isFile(posix.join(at, manifest)))
}
