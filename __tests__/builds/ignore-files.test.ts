import { afterAll, describe, expect, test } from '@jest/globals'
import { applyEdits } from '../../src/fixes/edits.js'
import { RULES } from '../../src/rules/index.js'
import { ignoredCopy, ignoredNeed, ignoreWithoutEffect } from '../../src/rules/list.js'
import { checked, checkedIgnoreFile, type Files } from '../rules/checking.js'
import { build, filesOf, output, removeAll } from './docker.js'

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
    // What nobody gave to git does not come in because of a fix.
    expect(old).toEqual(expect.arrayContaining(now.filter(path => !(path in files))))
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

const LOCKED: Files = {
  'package.json': '{"name": "a", "version": "1.0.0", "dependencies": {"ms": "^2.0.0"}}',
  'package-lock.json': JSON.stringify({
    name: 'a',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: {
      '': { name: 'a', version: '1.0.0', dependencies: { ms: '^2.0.0' } },
      'node_modules/ms': { version: '2.0.0', resolved: 'https://registry.npmjs.org/ms/-/ms-2.0.0.tgz' },
    },
  }),
  'yarn.lock':
    '# yarn lockfile v1\n\n\nms@^2.0.0:\n  version "2.0.0"\n  resolved "https://registry.npmjs.org/ms/-/ms-2.0.0.tgz"\n',
  'server.js': 'console.log(require("ms/package.json").version)',
}
const NODE =
  'FROM node:20-slim\nWORKDIR /app\nCOPY package*.json yarn* ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n'

/** What each gives when the files that are needed are let in; without them it fails, or gives something else. */
const NEEDS: readonly (readonly [name: string, dockerfile: string, files: Files, ignore: string, output: RegExp])[] = [
  ['a lock file that is named', NODE, LOCKED, 'node_modules\npackage-lock.json\n', /^2\.0\.0$/],
  ['all that ends in the same way', NODE, LOCKED, '*.json\n', /^2\.0\.0$/],
  ['what a line has taken back', NODE, LOCKED, '*\n!*.js*\n!yarn.lock\n*.json\n', /^2\.0\.0$/],
  [
    'a lock file that Yarn does without',
    NODE.replace('npm ci', 'npm install --global yarn@1.22.22 && yarn install --frozen-lockfile'),
    LOCKED,
    '.git\nyarn.lock\n',
    /^2\.0\.0$/,
  ],
  [
    'the program',
    'FROM node:20-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
    { 'server.js': 'console.log("here")', 'README.md': '' },
    '*.md\n*.js',
    /^here$/,
  ],
  [
    'a script, which comes in empty',
    'FROM node:20-slim\nCOPY . /app\nWORKDIR /app\nRUN sh bin/setup.sh\nCMD ["cat", "/made"]\n',
    { 'bin/setup.sh': 'echo made > /made\n', 'a.js': '' },
    'bin\n!bin/setup.sh\nbin\n',
    /^made$/,
  ],
  [
    'a list of packages',
    'FROM python:3.11-slim\nCOPY . /app\nRUN pip install -r /app/requirements.txt\nCMD ["echo", "built"]\n',
    { 'requirements.txt': '# none\n', 'a.py': '' },
    '**/*.txt\n',
    /^built$/,
  ],
]

describe('files that a build needs', () => {
  test.each(NEEDS)(
    '%s',
    async (_, dockerfile, files, ignore, expected) => {
      const { findings } = checked(dockerfile, [ignoredNeed], { ...files, '.dockerignore': ignore })
      const proposal = findings[0]?.proposal
      expect(findings).toHaveLength(1)
      const run = async (text: string | undefined) => {
        const image = await build(dockerfile, { ...files, '.dockerignore': text ?? '' })
        return (await output(image)).trim()
      }
      const before = await run(ignore).catch(() => 'it fails')
      expect(before).not.toMatch(expected)
      expect(await run(proposal?.after)).toMatch(expected)
    },
    180_000,
  )

  test('a mount of what is kept out', async () => {
    const dockerfile = 'FROM node:20-slim\nRUN --mount=type=bind,source=a.txt,target=/a.txt cat /a.txt\n'
    expect(checked(dockerfile, [ignoredCopy], { 'a.txt': 'a', '.dockerignore': '*.txt\n' }).findings).toHaveLength(1)
    await expect(build(dockerfile, { 'a.txt': 'a', '.dockerignore': '*.txt\n' })).rejects.toThrow(/not found/)
    await expect(build(dockerfile, { 'a.txt': 'a' })).resolves.toBeDefined()
  })
})

describe('exceptions that a line takes back', () => {
  const files: Files = { 'dir/keep': 'kept', 'dir/sub/f': 'f', 'dir/other': 'o', 'a.md': 'a', Dockerfile: ALL }
  test.each<[string, readonly string[], readonly string[]]>([
    ['dir\n!dir/keep\ndir\n', ['dir/keep'], ['dir/keep']],
    ['*\n!dir/sub/f\n!a.md\ndir\n', ['dir/sub/f'], ['dir/sub/f']],
    ['!a.md\n!dir/keep\n*\n', [], ['a.md', 'dir/keep']],
    ['dir\n!dir/keep\n**/keep', [], ['dir/keep']],
    ['!dir/keep\n!dir/sub\ndir\n', [], ['dir/keep', 'dir/sub/f']],
  ])('%j', async (ignore, empty, kept) => {
    const { findings } = checkedIgnoreFile(ignore, [ignoreWithoutEffect], files)
    const fixed = applyEdits(ignore, findings[0]?.fix?.edits ?? [])
    expect(findings).toHaveLength(1)
    const sizes = async (text: string) => {
      const found = await filesOf(await build(ALL, { ...files, '.dockerignore': text }))
      const sizeOf = (path: string) => found.get(`/srv/${path}`)?.content.length
      return Object.fromEntries(Object.keys(files).map(path => [path, sizeOf(path)]))
    }
    const [before, after] = [await sizes(ignore), await sizes(fixed)]
    for (const path of kept) {
      expect([path, before[path]]).toEqual([path, empty.includes(path) ? 0 : undefined])
      expect([path, after[path]]).toEqual([path, files[path]?.length])
    }
    for (const path of Object.keys(files).filter(one => !kept.includes(one)))
      expect([path, after[path]]).toEqual([path, before[path]])
  })
})
