import { expect, test } from '@jest/globals'
import { managersTable } from '../src/docs/managers.js'

test('the table names folders and commands from the data of the rules', () => {
  const rows = managersTable().split('\n')
  const rowOf = (name: string) => rows.find(row => row.startsWith(`| ${name} |`))
  expect(rowOf('pip')).toBe(
    '| pip | `pip install -r requirements.txt` | `name==1.2` | `/root/.cache/pip` | `--no-cache-dir` |',
  )
  expect(rowOf('bun')).toContain('`/root/.bun/install/cache` | `bun pm cache rm`')
  expect(rowOf('yarn berry')).toContain('`/root/.yarn/berry/cache`')
  expect(rowOf('yarn')).toContain('`/usr/local/share/.cache/yarn` | `yarn cache clean`')
  expect(rowOf('cargo')).toContain('`/usr/local/cargo/git/db`, `/usr/local/cargo/registry`')
  expect(rowOf('apk')).toContain('`--no-cache`')
  expect(rowOf('tdnf')).toContain('`/var/cache/tdnf` | `tdnf clean all`')
  expect(rows).toHaveLength(31)
})
