// Walks through the history of a repository and tells which commits bring up COPY sources that the build context lacks.
// Usage: node scripts/histories.mjs <repository> <commits>
// Only commits that touch what describes builds are walked through, the oldest first; each is compared with its first parent.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const [repository = '', count = '200'] = process.argv.slice(2)
const RULES = ['missing-copy-source', 'ignored-copy']
const WATCHED = [
  ...['*Dockerfile*', '*Containerfile*', '*.dockerignore', '*compose*.yml', '*compose*.yaml'],
  ...['.github/workflows/*', '*docker-bake.*'],
]

const folder = mkdtempSync(join(tmpdir(), 'drydock-histories-'))
const config = join(folder, 'config.yaml')
writeFileSync(config, `rules:\n${RULES.map(id => `  ${id}: on\n`).join('')}`)
const tree = join(folder, 'tree')
const OUTPUT = { maxBuffer: 2 ** 30 }
const git = (...args) => execFileSync('git', ['-C', repository, ...args], { ...OUTPUT, encoding: 'utf8' })

/** What lies in the tree now: the mode and the blob of each path. */
const written = new Map()

/** Writes the files of a commit; one whose blob the copy of the repository lacks is empty. */
function writeTree(commit) {
  const listed = git('ls-tree', '-r', '-z', commit).split('\0').filter(Boolean)
  const wanted = new Map(listed.map(line => [line.slice(line.indexOf('\t') + 1), line.slice(0, line.indexOf('\t'))]))
  for (const path of written.keys())
    if (wanted.get(path) !== written.get(path)) rmSync(join(tree, path), { force: true })
  const fresh = [...wanted].filter(([path, entry]) => written.get(path) !== entry && !entry.includes(' commit '))
  const blobs = readBlobs(fresh.map(([, entry]) => entry.split(' ')[2]))
  for (const [i, [path, entry]] of fresh.entries()) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    if (entry.startsWith('120000')) symlinkSync(blobs[i].toString() || 'missing', join(tree, path))
    else writeFileSync(join(tree, path), blobs[i])
  }
  written.clear()
  for (const [path, entry] of wanted) written.set(path, entry)
}

function readBlobs(names) {
  const output = execFileSync('git', ['-C', repository, 'cat-file', '--batch'], {
    ...OUTPUT,
    input: names.map(name => `${name}\n`).join(''),
  })
  let at = 0
  return names.map(() => {
    const end = output.indexOf('\n', at)
    const [, kind, size] = output.subarray(at, end).toString().split(' ')
    const length = kind === 'blob' ? Number(size) : -1
    const text = output.subarray(end + 1, end + 1 + Math.max(length, 0))
    at = end + 2 + length
    return text
  })
}

const known = new Map()

/** What is found at a commit, without line numbers: a finding that only moved is the same. */
function findingsAt(commit) {
  const found = known.get(commit)
  if (found) return found
  writeTree(commit)
  const args = ['review', tree, '--all', '--format', 'json', '--fail-on', 'never', '--config', config]
  const { findings } = JSON.parse(
    execFileSync(process.execPath, ['dist/cli.cjs', ...args], { encoding: 'utf8', maxBuffer: 2 ** 30 }),
  )
  const said = findings
    .filter(({ rule }) => RULES.includes(rule))
    .map(({ rule, path, message }) => `${path}: ${message} (${rule})`)
  known.set(commit, said)
  return said
}

try {
  const listed = git(
    'rev-list',
    '--first-parent',
    `--max-count=${count}`,
    'HEAD',
    '--',
    ...WATCHED.map(glob => `:(glob,icase)**/${glob}`),
  )
  const commits = listed.split('\n').filter(Boolean).reverse()
  let walked = 0
  let bringing = 0
  for (const commit of commits) {
    walked++
    const parent = git('rev-list', '--parents', '--max-count=1', commit).trim().split(' ')[1]
    const before = new Set(parent ? findingsAt(parent) : [])
    const now = findingsAt(commit)
    const fresh = now.filter(one => !before.has(one))
    const gone = [...before].filter(one => !now.includes(one))
    if (fresh.length > 0) bringing++
    for (const one of fresh) process.stdout.write(`${commit.slice(0, 10)} + ${one}\n`)
    for (const one of gone) process.stdout.write(`${commit.slice(0, 10)} - ${one}\n`)
    if (process.stderr.isTTY) process.stderr.write(`\r${walked}/${commits.length}`)
  }
  process.stdout.write(`${walked} commits, ${bringing} of them bring up findings\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
