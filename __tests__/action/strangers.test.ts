import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { retarget } from '../github/branches.js'
import { inject, to, toGraphQL } from '../github/faults.js'
import { commitFiles, switchTo } from '../github/git-repository.js'
import { failure } from '../github/http.js'
import { pushFiles } from '../github/pull-request.js'
import { checkSummary, closedComments, commentsOf, open, openComments, rulesIn } from './acting.js'
import { markdownProblems } from './rendered.js'

const TEXT = 'FROM debian:12\nMAINTAINER Ann Lee\nENV DB_PASSWORD=hunter2\nUSER 1000\n'
const SWITCHED_OFF = { '.drydock.yaml': 'rules: { secret-in-build: off }\nfail-on: never\n' }
const FORK = { fork: 'mallory/app' }
const TARGET = { eventName: 'pull_request_target' }

describe('where the rules come from', () => {
  test('pull_request_target from a fork: from the base, and a change of them is told', async () => {
    const { act, github } = await open(
      { '.drydock.yaml': 'rules: { maintainer-deprecated: off }\n' },
      { ...SWITCHED_OFF, Dockerfile: TEXT },
      FORK,
    )
    const run = await act({}, TARGET)
    expect(run.code).toBe(1)
    expect(rulesIn(commentsOf(github))).toEqual(['secret-in-build'])
    const told =
      'This pull request changes `.drydock.yaml`; as it comes from a fork, it was reviewed with the configuration of its base.'
    expect(checkSummary(github)).toContain(`> ${told}\n`)
    expect(run.stdout).toContain(told)
  })

  test('a configuration that only the fork has is none', async () => {
    const { act, github } = await open({}, { ...SWITCHED_OFF, Dockerfile: TEXT }, FORK)
    expect((await act({}, TARGET)).code).toBe(1)
    expect(rulesIn(commentsOf(github)).toSorted()).toEqual(['maintainer-deprecated', 'secret-in-build'])
  })

  test('the same repository: from the head, and a change of them is told', async () => {
    const { act, github } = await open({}, { ...SWITCHED_OFF, Dockerfile: TEXT })
    expect((await act()).code).toBe(0)
    expect(rulesIn(commentsOf(github))).toEqual(['maintainer-deprecated'])
    expect(checkSummary(github)).toContain(
      '> This pull request changes `.drydock.yaml`; it was reviewed with the changed configuration.\n',
    )
  })

  test('one that is renamed away is told like any other change', async () => {
    const { '.drydock.yaml': text } = SWITCHED_OFF
    const { act, github } = await open(SWITCHED_OFF, { Dockerfile: TEXT, '.drydock.yaml': null, 'old.yaml': text })
    expect((await act()).code).toBe(1)
    expect(checkSummary(github)).toContain(
      '> This pull request changes `.drydock.yaml`; it was reviewed with the changed configuration.\n',
    )
  })

  test('nothing is told where it stays as it is', async () => {
    const { act, github } = await open(SWITCHED_OFF, { Dockerfile: TEXT })
    await act()
    expect(checkSummary(github)).not.toContain('.drydock.yaml')
  })
})

test('no file of the workspace is read', async () => {
  const workspace = mkdtempSync(join(tmpdir(), 'drydock-poison-'))
  try {
    for (const [name, text] of Object.entries({ ...SWITCHED_OFF, Dockerfile: 'POISON\n', 'package.json': '{' }))
      writeFileSync(join(workspace, name), text)
    const { act, github } = await open({}, { Dockerfile: TEXT }, FORK)
    const run = await act({}, { ...TARGET, env: { GITHUB_WORKSPACE: workspace } })
    expect(run.code).toBe(1)
    expect(rulesIn(commentsOf(github)).toSorted()).toEqual(['maintainer-deprecated', 'secret-in-build'])
    expect(run.stdout + run.summary + checkSummary(github)).not.toMatch(/POISON/)
  } finally {
    rmSync(workspace, { recursive: true })
  }
})

describe('comments that switch rules off', () => {
  const OLD = '# drydock ignore=maintainer-deprecated for ever\n'
  const NEW = '# hadolint ignore=DL3064 @octo-team\n'
  const before = `FROM debian:12\n${OLD}MAINTAINER Ann Lee\n`

  test('are listed with their lines when the pull request adds them, and not when they were there', async () => {
    const { act, github } = await open({ Dockerfile: before }, { Dockerfile: `${before}${NEW}ENV DB_PASSWORD=x1\n` })
    const run = await act()
    expect(run.code).toBe(0)
    const summary = checkSummary(github)
    expect(summary).toMatch(
      /switch rules off:\n- `Dockerfile` \[line 4\]\(\S+\): `hadolint ignore=DL3064 @octo-team`\n/,
    )
    expect(summary).not.toContain('for ever')
    expect(run.stdout).toContain('switched off by this change: Dockerfile:4 hadolint ignore=DL3064 @octo-team\n')
  })

  test('are not listed where the pull request only moves the file, whatever became of them on the base branch', async () => {
    const text = `${before}ENV DB_PASSWORD=x1\n`
    const { act, github } = await open({ Dockerfile: text }, { Dockerfile: null, 'app.Dockerfile': text })
    const { directory } = github.state
    switchTo(directory, 'main')
    commitFiles(directory, { Dockerfile: text.replace(OLD, '') })
    retarget(github.state, 'main')
    await act()
    expect(checkSummary(github)).not.toContain('switch rules off')
    expect(checkSummary(github)).not.toContain('for ever')
  })

  test('are listed, too, where GitHub shows no diff of the file', async () => {
    const many = 'RUN true # a long line that makes the diff longer than GitHub shows\n'.repeat(6000)
    const { act, github } = await open(
      { Dockerfile: before },
      {
        Dockerfile: `${before}${many}${NEW}ENV DB_PASSWORD=x1\n`,
        'new/Dockerfile': `FROM debian:12\n${many}${NEW}ENV DB_PASSWORD=x1\n`,
      },
    )
    await act()
    expect(checkSummary(github)).toMatch(/- `Dockerfile` \[line 6004\]/)
    expect(checkSummary(github)).toMatch(/- `new\/Dockerfile` \[line 6002\]/)
    expect(checkSummary(github)).not.toContain('for ever')
  })

  test('no length of theirs or of names takes the list from the summary', async () => {
    const long = `${NEW.trim()}${' very long'.repeat(6000)}\n`
    const folders = Array.from({ length: 8 }, (_, i) => `${'🐳'.repeat(50)}/`.repeat(15) + i)
    const files = folders.map(folder => [`${folder}/Dockerfile`, `FROM debian:12\n${long}ENV DB_PASSWORD=x1\n`])
    const { act, github } = await open(
      {},
      { Dockerfile: `FROM debian:12\n${NEW}ENV DB_PASSWORD=x1\n`, ...Object.fromEntries(files) },
    )
    await act()
    const summary = checkSummary(github)
    expect(summary).toMatch(/This change adds comments that switch rules off:\n- `Dockerfile` \[line 2\]/)
    expect(summary).toMatch(/- and \d more, which are in the job's log\n/)
    expect(markdownProblems(summary)).toEqual([])
  })
})

test('what a comment quotes stays quoted when it is cut, and when it is closed', async () => {
  const name = (end: string) => `\`@octo-team\`<img>${'X_'.repeat(3980)}@octo-team<img>${end}_PASSWORD`
  const { act, github } = await open(
    {},
    {
      Dockerfile: `FROM debian:12\nENV ${name('A'.repeat(50_000))}=x1\nENV ${'X_'.repeat(3970)}@octo-team<img>_PASSWORD=x1\n`,
    },
  )
  await act()
  expect(openComments(github)).toHaveLength(2)
  const texts = () => commentsOf(github).map(({ body }) => body)
  expect(texts().flatMap(body => markdownProblems(body, { hasMarker: true }))).toEqual([])
  pushFiles(github.state, { Dockerfile: 'FROM debian:12\nUSER 1000\n' })
  await act()
  expect(closedComments(github)).toHaveLength(2)
  expect(texts().flatMap(body => markdownProblems(body, { hasMarker: true }))).toEqual([])
})

describe('the token is nowhere to be read', () => {
  const TOKEN = 'ghs_a.b*c(d)+[$1]%25\\|^$&'
  const refusal = failure(401, `Bad credentials: ${TOKEN}`)

  test.each([
    ['when all goes well', undefined, { status: 200 }],
    ['when nothing may be read', toGraphQL(), refusal],
    ['when the files may not be listed', to('GET', /files/), refusal],
    ['when nothing may be posted', to('POST', '/reviews'), refusal],
    ['when a review is refused', to('POST', '/reviews'), failure(422, `No: ${TOKEN}`)],
    ['when there can be no check', to('POST', '/check-runs'), refusal],
    ['when the check is refused', to('POST', '/check-runs'), failure(422, `No: ${TOKEN}`)],
  ])('%s', async (_, matches, how) => {
    const { act, github } = await open({}, { Dockerfile: TEXT }, { token: TOKEN })
    if (matches) inject(github.state, matches, how, { times: 99 })
    const { stdout, stderr, summary } = await act()
    const everything = [stdout, stderr, summary, JSON.stringify([github.reviews, github.checkRuns])].join('\n')
    for (const form of [TOKEN, encodeURIComponent(TOKEN), TOKEN.replaceAll('%', '%25')])
      expect(everything).not.toContain(form)
    // The address of the API is shown with errors; what stands in the header is not.
    expect(everything).not.toMatch(/authorization/i)
  })
})
