import { afterAll, describe, expect, test } from '@jest/globals'
import { applyEdits } from '../../src/fixes/edits.js'
import { RULES } from '../../src/rules/index.js'
import { checked, checkedIgnoreFile, type Files } from '../rules/checking.js'
import { build, filesOf, removeAll } from './docker.js'

afterAll(removeAll)

const ALL = 'FROM scratch\nCOPY . /srv/\n'

/** What lies on a machine besides what git tracks: at the root and in every folder. */
const MADE = ['node_modules/a.js', '__pycache__/a.pyc', 'b.pyc', '.env', 'target/a', 'vendor/a.php', '.git/config']

function withMade(files: Files): Files {
  const folders = new Set([
    '',
    ...Object.keys(files).flatMap(path => (path.includes('/') ? [`${path.split('/')[0]}/`] : [])),
  ])
  const made = [...folders].flatMap(folder => MADE.map(path => [`${folder}${path}`, 'x'] as const))
  return { ...Object.fromEntries(made), ...files }
}

/** The files that a build gets with an ignore file. */
async function sent(files: Files, ignore: string | undefined): Promise<readonly string[]> {
  const all = withMade(files)
  const image = await build(ALL, ignore === undefined ? all : { ...all, '.dockerignore': ignore })
  const found = [...(await filesOf(image)).keys()].map(path => path.replace(/^\/?srv\//, ''))
  return found.filter(path => path in all).sort()
}

const FIXED = RULES.filter(({ checkIgnoreFile }) => checkIgnoreFile).flatMap(rule =>
  rule.examples.flatMap(({ before, after, files = {} }) => (before === after ? [] : [{ rule, before, files }])),
)

describe('ignore files, fixed', () => {
  test.each(FIXED.map(one => [`${one.rule.id}: ${JSON.stringify(one.before)}`, one] as const))('%s', async (_, {
    rule,
    before,
    files,
  }) => {
    const { findings } = checkedIgnoreFile(before, [rule], files)
    const after = applyEdits(
      before,
      findings.flatMap(({ fix }) => fix?.edits ?? []),
    )
    const [old, now] = [await sent(files, before), await sent(files, after)]
    const tracked = Object.keys(files).filter(path => old.includes(path))
    expect(now).toEqual(expect.arrayContaining(tracked))
    expect(old).toEqual(expect.arrayContaining([...now]))
    if (rule.id === 'ignore-root-only') expect(now.length).toBeLessThan(old.length)
  })
})

const CLUTTER = RULES.filter(({ id }) => id === 'context-clutter').flatMap(rule =>
  rule.examples.map(({ before, files = {} }) => ({ rule, before, files })),
)

test.each(CLUTTER.map(one => [JSON.stringify(one.files), one] as const))('an ignore file for %s', async (_, {
  rule,
  before,
  files,
}) => {
  const [finding] = checked(before, [rule], files).findings
  const ignore = finding?.proposal?.after
  const [old, now] = [await sent(files, undefined), await sent(files, ignore)]
  expect(now).toEqual(expect.arrayContaining(Object.keys(files)))
  expect(now.length).toBeLessThan(old.length)
})
