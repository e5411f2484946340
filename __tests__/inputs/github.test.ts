import { afterEach, describe, expect, test } from '@jest/globals'
import { configCommit, readConfig } from '../../src/inputs/github/config.js'
import { targetOf } from '../../src/inputs/github/event.js'
import { readChange, readChangedPaths } from '../../src/inputs/github/pull-request.js'
import { readTexts } from '../../src/inputs/github/texts.js'
import { type Files, type OpenPullRequest, openPullRequest } from '../github/pull-request.js'

let opened: OpenPullRequest | undefined
afterEach(async () => {
  await opened?.close()
  opened = undefined
})

const isDockerfile = (path: string) => path.endsWith('Dockerfile')

async function open(before: Files, after: Files, options = {}): Promise<OpenPullRequest> {
  opened = await openPullRequest(before, after, options)
  return opened
}

test('a change: texts at the head, hunks of the diff, the files around', async () => {
  const { client, github, pullRequest } = await open(
    { 'a/Dockerfile': 'FROM a\nRUN b\n', 'gone/Dockerfile': 'FROM a\n', 'a/package.json': '{}', '.dockerignore': 'x' },
    { 'a/Dockerfile': 'FROM a\nRUN c\n', 'new/Dockerfile': '\ufeffFROM b\r\n', 'gone/Dockerfile': null },
  )
  const paths = await readChangedPaths(client, pullRequest)
  expect(paths.map(({ path, status }) => [path, status])).toEqual([
    ['a/Dockerfile', 'changed'],
    ['gone/Dockerfile', 'removed'],
    ['new/Dockerfile', 'added'],
  ])
  const { files, repository, unread, affected } = await readChange(client, pullRequest, paths, isDockerfile)
  expect(affected).toEqual([])
  expect(unread).toEqual([])
  expect(files).toMatchObject([
    { path: 'a/Dockerfile', text: 'FROM a\nRUN c\n', hunks: [{ first: 1, last: 2 }], changed: [{ first: 2, last: 2 }] },
    {
      path: 'new/Dockerfile',
      text: '\ufeffFROM b\r\n',
      hunks: [{ first: 1, last: 1 }],
      changed: [{ first: 1, last: 1 }],
    },
  ])
  expect(repository.isComplete).toBe(true)
  expect(repository.files.get('a/package.json')).toBe(2)
  expect(repository.texts.get('.dockerignore')).toBe('x')
  expect(repository.texts.get('a/package.json')).toBe('{}')
  expect(github.violations).toEqual([])
})

describe('as it was before', () => {
  const readFrom = async ({ client, pullRequest, github }: OpenPullRequest) => {
    const changed = await readChangedPaths(client, pullRequest)
    const start = github.requests.length
    const change = await readChange(client, pullRequest, changed, isDockerfile)
    return { ...change, requests: github.requests.length - start }
  }

  test('diffs tell it, of files around it, too, and nothing more is asked for', async () => {
    const { files, before, requests } = await readFrom(
      await open(
        { 'a/Dockerfile': 'FROM a\nRUN b', 'a/.dockerignore': 'x\n', 'a/package.json': '{}\n', 'a/gone.txt': 'g\n' },
        {
          ...{
            'a/Dockerfile': 'FROM a\nRUN c\n',
            'a/.dockerignore': 'y\n',
            'a/package.json': null,
            'a/gone.txt': null,
          },
          'new/Dockerfile': 'FROM b\n',
        },
      ),
    )
    expect(files.map(file => [file.path, file.before])).toEqual([
      ['a/Dockerfile', 'FROM a\nRUN b'],
      ['new/Dockerfile', undefined],
    ])
    expect(before?.texts.get('a/.dockerignore')).toBe('x\n')
    expect(before?.texts.get('a/package.json')).toBe('{}\n')
    expect([before?.files.has('a/gone.txt'), before?.files.has('new/Dockerfile')]).toEqual([true, false])
    expect(requests).toBe(2)
  })

  test('a file that was elsewhere; what no diff shows is read where the branches parted, in one request more', async () => {
    const text = 'FROM a\nRUN b\nRUN c\nRUN d\nRUN e\n'
    const { files, before, requests } = await readFrom(
      await open(
        { 'old/Dockerfile': text, 'old/package.json': '{"a": 1}\n' },
        {
          ...{ 'old/Dockerfile': null, 'old/package.json': null },
          ...{ 'new/Dockerfile': text.replace('b', 'x'), 'new/package.json': '{"a": 1}\n' },
        },
      ),
    )
    expect(files).toMatchObject([{ path: 'new/Dockerfile', previousPath: 'old/Dockerfile', before: text }])
    expect(before?.texts.get('old/package.json')).toBe('{"a": 1}\n')
    expect(before?.texts.has('new/package.json')).toBe(false)
    expect(requests).toBe(3)
  })

  test('a diff that does not fit: nobody knows', async () => {
    const opened = await open(
      { Dockerfile: 'FROM a\n', '.dockerignore': 'x\n' },
      { Dockerfile: 'FROM b\n', '.dockerignore': 'y\n' },
    )
    const changed = await readChangedPaths(opened.client, opened.pullRequest)
    const wrong = changed.map(one => (one.path === '.dockerignore' ? { ...one, patch: '@@ -1 +1 @@\n-x\n+z' } : one))
    const { files, before } = await readChange(opened.client, opened.pullRequest, wrong, isDockerfile)
    expect([files[0]?.before, before]).toEqual([undefined, undefined])
  })
})

test('what GraphQL would change is read byte by byte; what is no text is named', async () => {
  const long = `FROM a\n${'# a long comment\n'.repeat(40_000)}`
  const { client, github, pullRequest } = await open(
    {},
    {
      Dockerfile: long,
      'latin/Dockerfile': Buffer.from('FROM a\n# caf\xe9\n', 'latin1'),
      'nul/Dockerfile': 'FROM a\n\0',
    },
  )
  const { files, unread } = await readChange(
    client,
    pullRequest,
    await readChangedPaths(client, pullRequest),
    isDockerfile,
  )
  expect(files.find(({ path }) => path === 'Dockerfile')?.text).toBe(long)
  expect(unread).toEqual([{ path: 'latin/Dockerfile', reason: 'it is not UTF-8; save it as UTF-8' }])
  expect(files.find(({ path }) => path === 'nul/Dockerfile')?.text).toBe('FROM a\n\0')
  expect(github.violations).toEqual([])
})

test('more than a page of files, more than a query of texts', async () => {
  const many = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`s${i}/Dockerfile`, `FROM a${i}\n`]))
  const { client, pullRequest, github } = await open({}, many)
  const paths = await readChangedPaths(client, pullRequest)
  expect(paths).toHaveLength(130)
  const { files } = await readChange(client, pullRequest, paths, isDockerfile)
  expect(files).toHaveLength(130)
  expect(files.every(({ path, text }) => text === `FROM a${/\d+/.exec(path)?.[0]}\n`)).toBe(true)
  expect(github.violations).toEqual([])
})

test('the configuration of a fork is that of the base', async () => {
  const before = { '.drydock.yaml': 'fail-on: error\n', '.hadolint.yaml': 'ignored: [DL3002]\n' }
  const after = { '.drydock.yaml': 'fail-on: never\n', '.hadolint.yaml': 'ignored: [DL3020]\n', Dockerfile: 'FROM a\n' }
  const own = await open(before, after)
  const configOf = ({ client, pullRequest }: typeof own, path = '.drydock.yaml') =>
    readConfig(client, pullRequest, configCommit(pullRequest), path)
  const requests = own.github.requests.length
  expect(await configOf(own)).toEqual({ 'fail-on': 'never', rules: { 'add-for-copy': 'off' } })
  expect(own.github.requests.length - requests).toBe(1)
  await own.close()
  const fork = await open(before, after, { fork: 'stranger/app' })
  expect(await configOf(fork)).toEqual({ 'fail-on': 'error', rules: { 'root-user': 'off' } })
  await expect(configOf(fork, 'none.yaml')).rejects.toThrow('none.yaml: there is no such file at')
})

test('no configuration, the other name of that of hadolint, one that is broken or no text', async () => {
  const configIn = async (files: Record<string, string | Uint8Array>) => {
    const { client, pullRequest, close } = await open({}, { Dockerfile: 'FROM a\n', ...files })
    return readConfig(client, pullRequest, configCommit(pullRequest), '.drydock.yaml').finally(close)
  }
  expect(await configIn({})).toEqual({})
  expect(await configIn({ '.hadolint.yml': 'ignored: [DL3002]\n' })).toEqual({ rules: { 'root-user': 'off' } })
  await expect(configIn({ '.hadolint.yaml': 'ignored: 1\n' })).rejects.toThrow(
    '.hadolint.yaml, line 1: "ignored" must be',
  )
  await expect(configIn({ '.hadolint.yaml': new Uint8Array([0xff, 0xfe]) })).rejects.toThrow(
    '.hadolint.yaml: the configuration cannot be read',
  )
})

test('a folder is no file', async () => {
  const { client, pullRequest } = await open({ 'a/b': 'c' }, { Dockerfile: 'FROM a\n' })
  const [folder] = await readTexts(client, pullRequest, [{ commit: pullRequest.head, path: 'a' }])
  expect(folder).toBeUndefined()
})

test('a cut-off tree is not complete', async () => {
  const { client, pullRequest } = await open(
    {},
    { Dockerfile: 'FROM a\n' },
    {
      intercept: ({ path }: { path: string }) =>
        path.includes('/git/trees/')
          ? { status: 200, headers: {}, body: { sha: 'x', tree: [], truncated: true } }
          : undefined,
    },
  )
  const { repository, files } = await readChange(
    client,
    pullRequest,
    await readChangedPaths(client, pullRequest),
    isDockerfile,
  )
  expect([repository.isComplete, files.length]).toEqual([false, 1])
})

describe('what an event is about', () => {
  const place = { owner: 'acme', repo: 'app' }
  const side = (sha: string, full_name: string | null) => ({
    sha,
    ref: `ref-${sha}`,
    repo: full_name === null ? null : { full_name },
  })
  const pull = (head: string | null) => ({ number: 3, head: side('h', head), base: side('b', 'acme/app') })
  const target = (name: string, payload: object) => targetOf(name, payload, place, 'sha')

  test('a pull request; of a fork the token can only read', () => {
    expect(target('pull_request', { action: 'opened', pull_request: pull('acme/app') })).toEqual({
      kind: 'pull-request',
      isReadOnly: false,
      pullRequest: {
        ...{ ...place, number: 3, head: 'h', base: 'b', baseRef: 'ref-b', isFork: false, isDraft: false },
        changedFiles: undefined,
      },
    })
    const readOnly = (name: string, head: string | null, repository = {}) =>
      target(name, { pull_request: pull(head), repository })
    expect(readOnly('pull_request', 'stranger/app')).toMatchObject({ isReadOnly: true, pullRequest: { isFork: true } })
    expect(readOnly('pull_request', null)).toMatchObject({ isReadOnly: true, pullRequest: { isFork: true } })
    expect(readOnly('pull_request_target', 'stranger/app')).toMatchObject({ isReadOnly: false })
    // A private repository may be set to give forks a token that can write.
    expect(readOnly('pull_request', 'stranger/app', { private: true })).toMatchObject({ isReadOnly: false })
  })

  test('a commit, a queue, a run before this one, or nothing', () => {
    for (const name of ['push', 'schedule', 'workflow_dispatch'])
      expect(target(name, { repository: { default_branch: 'trunk' } })).toEqual({
        ...{ kind: 'commit', place, head: 'sha', baseRef: 'trunk' },
      })
    expect(target('push', {})).toEqual({ kind: 'commit', place, head: 'sha' })
    expect(target('push', { deleted: true })).toMatchObject({ kind: 'nothing' })
    expect(target('pull_request', { action: 'closed', pull_request: pull('acme/app') })).toMatchObject({
      kind: 'nothing',
    })
    expect(target('merge_group', { merge_group: { head_sha: 'q', base_sha: 'b' } })).toEqual({
      ...{ kind: 'merge-group', place, head: 'q', base: 'b' },
    })
    const merge_group = { head_sha: 'q', base_sha: 'b', base_ref: 'refs/heads/refs/heads/a' }
    expect(target('merge_group', { merge_group })).toMatchObject({ baseRef: 'refs/heads/a' })
    const run = {
      event: 'pull_request',
      head_sha: 'h',
      head_branch: 'f',
      head_repository: { owner: { login: 'mona' } },
    }
    expect(target('workflow_run', { workflow_run: run })).toEqual({ kind: 'head', place, branch: 'mona:f', head: 'h' })
    expect(target('workflow_run', { workflow_run: { ...run, event: 'push' } })).toMatchObject({ kind: 'nothing' })
    expect(target('workflow_run', { workflow_run: { ...run, head_repository: null } })).toMatchObject({
      kind: 'nothing',
    })
    expect(() => target('issues', {})).toThrow(/cannot run on the event "issues".*pull_request/)
  })
})
