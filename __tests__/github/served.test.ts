import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Octokit } from '@octokit/rest'
import { clientOf, removeSample, type Sample, sampleRepository, startSample } from './sample.js'
import { type LoopbackGitHub, startGitHub } from './server.js'

const repository = { owner: 'acme', repo: 'app' }
const pull = { ...repository, pull_number: 7 }

let sample: Sample
let github: LoopbackGitHub
let octokit: Octokit
let head: string

beforeAll(() => {
  sample = sampleRepository()
  head = sample.commits.at(-1) ?? ''
})
beforeEach(async () => {
  ;({ github, octokit } = await startSample(sample.directory))
})
afterEach(async () => {
  await github.close()
  expect(github.violations).toEqual([])
})
afterAll(() => removeSample(sample))

describe('a pull request from git', () => {
  test('has its ends, its figures and its repository', async () => {
    const { data } = await octokit.pulls.get(pull)
    expect(data).toMatchObject({ number: 7, commits: 2, changed_files: 8, draft: false })
    expect([data.head.sha, data.base.sha]).toEqual([head, sample.main])
    expect([data.head.repo.fork, data.base.repo.default_branch]).toEqual([false, 'main'])
    expect((await octokit.repos.get(repository)).data.full_name).toBe('acme/app')
    expect((await octokit.rateLimit.get()).data.rate.limit).toBe(1000)
    const { data: found } = await octokit.repos.listPullRequestsAssociatedWithCommit({
      ...repository,
      commit_sha: head,
    })
    expect(found.map(({ number }) => number)).toEqual([7])
  })

  test('may come from a fork, which can be read', async () => {
    const options = { directory: sample.directory, ...repository, number: 7, base: 'main', head: 'feature' }
    const forked = await startGitHub({ ...options, fork: 'mona/app' })
    const client = clientOf(forked, forked.token)
    const { data } = await client.pulls.get(pull)
    expect(data.head).toMatchObject({ label: 'mona:feature', repo: { fork: true, full_name: 'mona/app' } })
    await client.git.getTree({ owner: 'mona', repo: 'app', tree_sha: head })
    await expect(client.checks.create({ owner: 'mona', repo: 'app', name: 'a', head_sha: head })).rejects.toMatchObject(
      {
        status: 404,
      },
    )
    expect(forked.violations).toEqual([])
    await forked.close()
  })

  test('lists its files as GitHub does', async () => {
    const { data } = await octokit.pulls.listFiles(pull)
    const shown = data.map(({ filename, previous_filename, status, additions, deletions, patch }) => [
      ...[status, previous_filename, filename, additions, deletions, patch?.split('\n').length],
    ])
    expect(shown).toEqual([
      ['modified', undefined, 'Dockerfile', 2, 2, 15],
      ['removed', undefined, 'gone.txt', 0, 1, 2],
      ['modified', undefined, 'image.bin', 0, 0, undefined],
      ['renamed', 'moved.txt', 'kept/moved.txt', 0, 0, undefined],
      ['added', undefined, 'new.txt', 1, 0, 3],
      ['changed', undefined, 'script.sh', 0, 0, undefined],
      ['added', undefined, 'windows.txt', 2, 0, 3],
      ['renamed', 'moved with changes.txt', 'ключ.txt', 1, 1, 6],
    ])
    expect(data[4]?.patch).toBe('@@ -0,0 +1 @@\n+no final newline\n\\ No newline at end of file')
    expect(data[6]?.patch).toBe('@@ -0,0 +1,2 @@\n+diff --git\r\n+@@ -1 +1 @@\r')
    expect(data[1]?.sha).toBe('286c5f5776916d7d7d5849988ca9d83e722cf9c2')
  })

  test('in pages', async () => {
    const all = await octokit.paginate(octokit.pulls.listFiles, { ...pull, per_page: 3 })
    expect(all).toHaveLength(8)
    expect(github.requests.map(({ path }) => path.replace(/.*\?/, ''))).toEqual([
      'per_page=3',
      'per_page=3&page=2',
      'per_page=3&page=3',
    ])
    const { headers } = await octokit.pulls.listFiles({ ...pull, per_page: 3, page: 2 })
    const to = (page: number, name: string) =>
      `<${github.url}/repos/acme/app/pulls/7/files?per_page=3&page=${page}>; rel="${name}"`
    expect(headers.link).toBe([to(1, 'prev'), to(3, 'next'), to(3, 'last'), to(1, 'first')].join(', '))
  })
})

describe('git objects', () => {
  test('trees, one level or all', async () => {
    const { data: flat } = await octokit.git.getTree({ ...repository, tree_sha: head })
    expect(flat.tree.find(({ path }) => path === 'docker')).toMatchObject({ mode: '040000', type: 'tree' })
    const { data } = await octokit.git.getTree({ ...repository, tree_sha: head, recursive: '1' })
    const entry = data.tree.find(({ path }) => path === 'docker/app/Dockerfile')
    expect(entry).toMatchObject({ mode: '100644', type: 'blob', size: 13 })
    expect([data.sha, data.truncated]).toEqual([head, false])
  })

  test('blobs as base64 and raw', async () => {
    const { data: tree } = await octokit.git.getTree({ ...repository, tree_sha: head })
    const file_sha = tree.tree.find(({ path }) => path === 'image.bin')?.sha ?? ''
    const { data } = await octokit.git.getBlob({ ...repository, file_sha })
    expect(data).toMatchObject({ content: 'AAECAw==\n', encoding: 'base64', size: 4 })
    const raw = await octokit.git.getBlob({ ...repository, file_sha, mediaType: { format: 'raw' } })
    expect([...new Uint8Array(raw.data as unknown as ArrayBuffer)]).toEqual([0, 1, 2, 3])
    await expect(octokit.git.getBlob({ ...repository, file_sha: 'f'.repeat(40) })).rejects.toMatchObject({
      status: 404,
    })
  })

  test('contents: file, folder, link, ref', async () => {
    const content = async (path: string, ref?: string) =>
      (await octokit.repos.getContent({ ...repository, path, ...(ref && { ref }) })).data
    expect(await content('docker/app/Dockerfile')).toMatchObject({ content: 'RlJPTSBzY3JhdGNoCg==\n', type: 'file' })
    expect(await content('link')).toMatchObject({ path: 'docker/app/Dockerfile', type: 'file' })
    expect(await content('docker')).toMatchObject([{ name: 'app', path: 'docker/app', type: 'dir' }])
    expect(await content('')).toHaveLength(8)
    expect(await content('new.txt', 'feature')).toMatchObject({ size: 16 })
    await expect(content('new.txt')).rejects.toMatchObject({ status: 404 })
    await expect(content('new.txt', 'nowhere')).rejects.toMatchObject({ status: 404 })
  })

  test('a comparison', async () => {
    const { data } = await octokit.repos.compareCommitsWithBasehead({ ...repository, basehead: 'main...mona:feature' })
    expect(data).toMatchObject({
      status: 'diverged',
      ahead_by: 2,
      behind_by: 1,
      merge_base_commit: { sha: sample.parted },
    })
    expect(data.files).toHaveLength(8)
    expect(data.commits.map(({ sha }) => sha)).toEqual(sample.commits)
  })
})

describe('checks and comments', () => {
  test('annotations are added, everything else is replaced, the newest of a name is listed', async () => {
    const note = { path: 'Dockerfile', start_line: 2, end_line: 2, annotation_level: 'warning', message: 'a' } as const
    const output = { title: 'a', summary: 'a', annotations: [note] }
    await octokit.checks.create({ ...repository, name: 'Drydock', head_sha: head })
    const { data } = await octokit.checks.create({ ...repository, name: 'Drydock', head_sha: head, output })
    expect(data).toMatchObject({ status: 'queued', conclusion: null, output: { annotations_count: 1 } })
    const done = { status: 'completed', conclusion: 'failure', output: { ...output, summary: 'b' } } as const
    await octokit.checks.update({ ...repository, check_run_id: data.id, ...done })
    expect(github.checkRuns[1]).toMatchObject({ status: 'completed', conclusion: 'failure', output: { summary: 'b' } })
    expect(github.checkRuns[1]?.output.annotations).toEqual([note, note])
    const { data: listed } = await octokit.checks.listForRef({ ...repository, ref: 'feature' })
    expect(listed).toMatchObject({ total_count: 1, check_runs: [{ id: data.id }] })
    const { data: all } = await octokit.checks.listForRef({ ...repository, ref: head, filter: 'all' })
    expect(all.total_count).toBe(2)
    const merge = { ...repository, name: 'a', head_sha: 'f'.repeat(40) }
    await expect(octokit.checks.create(merge)).rejects.toThrow('No commit found for SHA')
  })

  test('comments on the conversation', async () => {
    await octokit.issues.createComment({ ...repository, issue_number: 7, body: 'Hello' })
    const { data } = await octokit.issues.listComments({ ...repository, issue_number: 7 })
    expect(data.map(({ body, user }) => [body, user?.login])).toEqual([['Hello', 'github-actions[bot]']])
  })
})
