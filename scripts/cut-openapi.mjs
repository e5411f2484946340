/**
 * Cuts the operations that the loopback GitHub answers out of GitHub's own OpenAPI description.
 *
 *     node scripts/cut-openapi.mjs [folder | tarball | api.github.com.json]
 *
 * Without an argument the package is fetched with `npm pack`. It unpacks to 385 MB, so it is no devDependency.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGE = '@octokit/openapi'
const VERSION = '23.0.2'
const DESCRIPTION = 'generated/api.github.com.json'
const OUTPUT = fileURLToPath(new URL('../__tests__/github/openapi.json', import.meta.url))

const OPERATIONS = [
  'checks/create',
  'checks/list-for-ref',
  'checks/update',
  'git/get-blob',
  'git/get-tree',
  'issues/create-comment',
  'issues/list-comments',
  'pulls/create-review',
  'pulls/create-review-comment',
  'pulls/delete-pending-review',
  'pulls/delete-review-comment',
  'pulls/get',
  'pulls/list',
  'pulls/list-comments-for-review',
  'pulls/list-files',
  'pulls/list-review-comments',
  'pulls/list-reviews',
  'pulls/update-review',
  'pulls/update-review-comment',
  'rate-limit/get',
  'repos/compare-commits-with-basehead',
  'repos/get',
  'repos/get-content',
  'repos/list-pull-requests-associated-with-commit',
]

/** Keywords that only people read; none of them is dropped where it is the name of a property. */
const PROSE = new Set([
  'deprecated',
  'description',
  'discriminator',
  'example',
  'examples',
  'externalDocs',
  'headers',
  'links',
  'summary',
  'tags',
  'title',
  'x-github',
  'x-github-breaking-changes',
])
/** Keywords whose keys are names that GitHub chose, not keywords. */
const NAMED = new Set(['properties', 'patternProperties', 'responses', 'content'])
/** Keywords whose value is data. */
const DATA = new Set(['enum', 'required', 'default'])

const temporary = mkdtempSync(join(tmpdir(), 'openapi-'))
try {
  const { text, version } = readDescription(process.argv[2])
  const subset = cut(JSON.parse(text), { version, sha256: createHash('sha256').update(text).digest('hex') })
  writeFileSync(OUTPUT, JSON.stringify(subset))
  execFileSync('npx', ['biome', 'format', '--write', OUTPUT], { cwd: dirname(OUTPUT), stdio: 'ignore' })
  console.log(
    `${OUTPUT}: ${OPERATIONS.length} operations, ${Object.keys(subset.components.schemas).length} schemas, ` +
      `${Math.ceil(statSync(OUTPUT).size / 1024)} KB`,
  )
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

/** The description's text and the version of the package that it came from. */
function readDescription(source) {
  if (source === undefined) {
    const spec = `${PACKAGE}@${VERSION}`
    execFileSync('npm', ['pack', '--silent', '--pack-destination', temporary, spec], { stdio: ['ignore', 'ignore', 2] })
    return readDescription(join(temporary, `octokit-openapi-${VERSION}.tgz`))
  }
  if (source.endsWith('.tgz')) {
    const members = [`package/${DESCRIPTION}`, 'package/package.json']
    execFileSync('tar', ['-xzf', resolve(source), '-C', temporary, ...members])
    return readDescription(join(temporary, 'package'))
  }
  if (source.endsWith('.json')) return readDescription(resolve(dirname(source), '..'))
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  return { text: readFileSync(join(source, DESCRIPTION), 'utf8'), version }
}

function cut(description, { version, sha256 }) {
  const paths = {}
  const found = new Set()
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (!OPERATIONS.includes(operation.operationId)) continue
      found.add(operation.operationId)
      paths[path] = { ...paths[path], [method]: operationOf(operation, description) }
    }
  }
  const missing = OPERATIONS.filter(id => !found.has(id))
  if (missing.length > 0) throw new Error(`${PACKAGE}@${version} has no ${missing.join(', ')}`)
  const { title, license } = description.info
  const source = { package: PACKAGE, version, file: DESCRIPTION, sha256, by: 'scripts/cut-openapi.mjs' }
  return {
    openapi: description.openapi,
    info: { title, license, version: description.info.version, source },
    paths,
    components: { schemas: schemasOf(paths, description) },
  }
}

/** Parameters and responses stand in the operation itself; only schemas stay shared. */
function operationOf({ operationId, parameters = [], requestBody, responses }, description) {
  const kept = {
    operationId,
    parameters: parameters.map(parameter => slim(resolveReference(parameter, description))),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, slim(resolveReference(response, description))]),
    ),
  }
  return requestBody === undefined ? kept : { ...kept, requestBody: slim(requestBody) }
}

function resolveReference(value, description) {
  if (value.$ref === undefined) return value
  return value.$ref
    .slice(2)
    .split('/')
    .reduce((part, key) => part[key], description)
}

function slim(value, named = false) {
  if (Array.isArray(value)) return value.map(item => slim(item))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([key]) => named || !PROSE.has(key))
  return Object.fromEntries(
    entries.map(([key, part]) => [key, !named && DATA.has(key) ? part : slim(part, !named && NAMED.has(key))]),
  )
}

/** Every schema that `paths` reaches, by any number of steps, in the order of its name. */
function schemasOf(paths, description) {
  const schemas = {}
  const waiting = [paths]
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (schemas[name] !== undefined) continue
      schemas[name] = slim(description.components.schemas[name])
      waiting.push(schemas[name])
    }
  }
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)))
}
