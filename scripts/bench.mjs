// Measures what README claims: start-up, size, and files per second. `npm run bench -- <folder>` reads Dockerfiles of a folder
// (with the repositories around them: each of its subfolders is one); without it the examples and
// those of the rules. `--rules` prints what each rule takes of that time.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const LIMITS = { startMs: 150, sizeBytes: 2 * 1024 * 1024, filesPerSecond: 500, largeFileMs: 2000, ruleShare: 10 }
const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'))
const failures = []

const withRules = process.argv.includes('--rules')
const results = [await startUp(), size(), ...(await speed(process.argv.slice(2).find(word => !word.startsWith('--'))))]
console.log(results.join('\n'))
rmSync(folder, { recursive: true })
if (failures.length > 0) {
  console.error(`Over the limit: ${failures.join(', ')}`)
  process.exitCode = 1
}

/** Start to exit of the action on a pull request without Dockerfiles, over bare Node: medians of 21 runs. */
async function startUp() {
  // Answers from memory: what is measured is the bundle, not a server.
  const sha = 'a'.repeat(40)
  const reviewThreads = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] }
  const pullRequest = { headRefOid: sha, baseRefName: 'main', state: 'OPEN', author: null, reviewThreads }
  const data = { viewer: { login: 'bot' }, repository: { pullRequest, file0: null, file1: null, file2: null } }
  const server = createServer((request, response) => {
    const answer = request.url === '/graphql' ? { data } : request.method === 'GET' ? [] : { id: 1 }
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)))
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}`
  const event = join(folder, 'event.json')
  const side = { sha, repo: { full_name: 'acme/app' } }
  writeFileSync(event, JSON.stringify({ pull_request: { number: 1, head: side, base: side } }))
  const env = {
    ...{ PATH: process.env.PATH, GITHUB_EVENT_PATH: event, GITHUB_EVENT_NAME: 'pull_request', INPUT_TOKEN: 'none' },
    ...{ GITHUB_REPOSITORY: 'acme/app', GITHUB_API_URL: url, GITHUB_GRAPHQL_URL: `${url}/graphql` },
  }
  const [bare, action] = [[], []]
  for (let round = 0; round < 21; round++) {
    bare.push(await timed(['-e', '0'], env))
    action.push(await timed(['dist/index.cjs'], env))
  }
  server.closeAllConnections()
  server.close()
  const over = median(action) - median(bare)
  const text = `start to exit on an empty pull request: ${over.toFixed(0)} ms over bare node (${median(bare).toFixed(0)} ms)`
  return judge('start', over <= LIMITS.startMs, text)
}

function timed(args, env) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('close', code => (code === 0 ? resolve(performance.now() - start) : reject(new Error(`exit ${code}`))))
  })
}

function size() {
  const bytes = statSync('dist/index.cjs').size
  return judge('size', bytes <= LIMITS.sizeBytes, `dist/index.cjs: ${(bytes / 1e6).toFixed(2)} MB`)
}

/** Parse, model, check and prove, on this one thread: the best of at least three passes. */
async function speed(root) {
  const outfile = join(folder, 'review.cjs')
  await build({
    entryPoints: ['scripts/bench-review.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  })
  const { isDockerfileName, reviewFiles, ruleExamples, ruleTimes, largeFile } = (
    await import(pathToFileURL(outfile).href)
  ).default
  const repositories = root
    ? repositoriesIn(root, isDockerfileName)
    : [filesOf('examples', isDockerfileName), ruleExamples()]
  const count = repositories.reduce((sum, { dockerfiles }) => sum + dockerfiles.length, 0)
  let best = Number.POSITIVE_INFINITY
  const begin = performance.now()
  for (let pass = 0; pass < 3 || performance.now() - begin < 2000; pass++) {
    const start = performance.now()
    for (const repository of repositories) reviewFiles(repository)
    best = Math.min(best, performance.now() - start)
  }
  const rate = (count / best) * 1000
  const text = `${rate.toFixed(0)} Dockerfiles per second (${count} files of ${repositories.length} repositories)`
  const large = largeFile(1 << 20)
  return [
    judge('speed', rate >= LIMITS.filesPerSecond, text),
    judge('large file', large <= LIMITS.largeFileMs, `a Dockerfile of 1 MB: ${large.toFixed(0)} ms`),
    ...(withRules ? ruleShares(ruleTimes(repositories)) : []),
  ]
}

/** What each rule takes of the whole, the slowest first. What several rules read is counted for the first that asks. */
function ruleShares({ total, times }) {
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .map(([id, ms]) => {
      const share = (ms / total) * 100
      return judge(id, share <= LIMITS.ruleShare, `${share.toFixed(1).padStart(5)} % ${id}`)
    })
}

function repositoriesIn(root, isDockerfileName) {
  const names = readdirSync(root, { withFileTypes: true }).filter(entry => entry.isDirectory())
  return names
    .map(({ name }) => filesOf(join(root, name), isDockerfileName))
    .filter(({ dockerfiles }) => dockerfiles.length > 0)
}

function filesOf(root, isDockerfileName) {
  const paths = execFileSync('find', [root, '-type', 'f', '-not', '-path', '*/.git/*'], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
  const files = paths.split('\n').filter(path => path !== '')
  const names = files.map(path => relative(root, path))
  const dockerfiles = names
    .filter(isDockerfileName)
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  return { root, names, dockerfiles }
}

function judge(name, holds, text) {
  if (!holds) failures.push(name)
  return `${holds ? 'ok  ' : 'OVER'} ${text}`
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1]
}
