// Walks through the history of a repository and tells which commits bring up COPY sources that the build context lacks.
// Usage: node scripts/histories.mjs <repository> <commits>
// Commits that touch what describes builds, or take files away, are walked through, the oldest first; each is compared with its
// first parent. One that brings something up is also reviewed as a pull request would be, against that parent.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const [repository = '', count = '200'] = process.argv.slice(2)
const RULES = ['missing-copy-source', 'ignored-copy']
const WATCHED = [
  ...['*Dockerfile*', '*Containerfile*', '*.dockerignore', '*compose*.yml', '*compose*.yaml'],
  ...['.github/workflows/*', '.github/actions/**/action.y*ml', '*docker-bake.*', '*skaffold*.y*ml'],
]

const folder = mkdtempSync(join(tmpdir(), 'drydock-histories-'))
const config = join(folder, 'config.yaml')
writeFileSync(config, `rules:\n${RULES.map(id => `  ${id}: on\n`).join('')}`)
/** The mode and the blob of each path that lies in a folder now. */
const whole = { folder: join(folder, 'whole'), written: new Map() }
const change = { folder: join(folder, 'change'), written: new Map() }
const OUTPUT = { maxBuffer: 2 ** 30 }
const git = (...args) => execFileSync('git', ['-C', repository, ...args], { ...OUTPUT, encoding: 'utf8' })

/** Writes the files of a commit; one whose blob the copy of the repository lacks is empty. */
function writeTree(commit, { folder: tree, written }) {
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
  writeTree(commit, whole)
  const said = review(whole.folder, '--all')
  known.set(commit, said)
  return said
}

function review(tree, ...how) {
  const args = ['review', tree, ...how, '--format', 'json', '--fail-on', 'never', '--config', config]
  const { findings } = JSON.parse(
    execFileSync(process.execPath, ['dist/cli.cjs', ...args], { ...OUTPUT, encoding: 'utf8' }),
  )
  return findings
    .filter(({ rule }) => RULES.includes(rule))
    .map(({ rule, path, message }) => `${path}: ${message} (${rule})`)
}

/** What a pull request of this commit alone would be told. */
function toldOf(commit, parent) {
  const inChange = (...args) =>
    execFileSync('git', ['-C', change.folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], OUTPUT)
  mkdirSync(change.folder, { recursive: true })
  inChange('init', '--quiet')
  for (const one of [parent, commit]) {
    writeTree(one, change)
    inChange('add', '--all', '--force', '.')
    inChange('commit', '--quiet', '--allow-empty', '--no-verify', '--message', one)
  }
  return review(change.folder, '--base', 'HEAD~1')
}

/** The newest commits of the main line that git finds, the oldest first. */
function listed() {
  const log = (...args) =>
    git('log', '--first-parent', '-m', '--format=%H', '--no-renames', ...args)
      .split('\n')
      .filter(Boolean)
  const wanted = new Set([
    ...log('HEAD', '--', ...WATCHED.map(glob => `:(glob,icase)**/${glob}`)),
    ...log('--diff-filter=D', 'HEAD'),
  ])
  return log('HEAD')
    .filter(one => wanted.has(one))
    .slice(0, Number(count))
    .reverse()
}

try {
  const commits = listed()
  let walked = 0
  let bringing = 0
  let untold = 0
  for (const commit of commits) {
    walked++
    const parent = git('rev-list', '--parents', '--max-count=1', commit).trim().split(' ')[1]
    const before = new Set(parent ? findingsAt(parent) : [])
    const now = findingsAt(commit)
    const fresh = now.filter(one => !before.has(one))
    const gone = [...before].filter(one => !now.includes(one))
    if (fresh.length > 0) bringing++
    const told = fresh.length > 0 && parent ? toldOf(commit, parent) : []
    for (const one of fresh.filter(finding => !told.includes(finding))) {
      untold++
      process.stdout.write(`${commit.slice(0, 10)} ! ${one}\n`)
    }
    for (const one of fresh) process.stdout.write(`${commit.slice(0, 10)} + ${one}\n`)
    for (const one of gone) process.stdout.write(`${commit.slice(0, 10)} - ${one}\n`)
    if (process.stderr.isTTY) process.stderr.write(`\r${walked}/${commits.length}`)
  }
  process.stdout.write(
    `${walked} commits, ${bringing} of them bring up findings, of which ${untold} are not told in the change\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
