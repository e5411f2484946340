import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { build } from 'esbuild'

interface Taken {
  readonly ms: number
  readonly findings: number
  readonly megabytes: number
}

const folder = mkdtempSync(join(tmpdir(), 'drydock-test-'))
const script = join(folder, 'review.cjs')

beforeAll(async () => {
  const entry = fileURLToPath(new URL('./huge-tree.ts', import.meta.url))
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: script,
    logLevel: 'error',
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The best of some runs: other work makes caches cold. */
function best(files: number): Taken {
  const runs = Array.from(
    { length: 3 },
    () => JSON.parse(execFileSync(process.execPath, [script, String(files)], { encoding: 'utf8' })) as Taken,
  )
  return runs.reduce((one, other) => (other.ms < one.ms ? other : one))
}

/** What is promised is 1 s and 300 MB; a busy machine needs longer for the same. */
const LIMIT_MS = 2_000
const LIMIT_MB = 300

test('a repository of 100,000 files with forty Dockerfiles takes little more than the Dockerfiles alone', () => {
  const [small, huge] = [best(0), best(100_000)]
  process.stderr.write(
    `100,000 files: ${Math.round(huge.ms - small.ms)} ms more, ${Math.round(huge.megabytes)} MB in all\n`,
  )
  expect(huge.findings).toBe(small.findings)
  expect(huge.findings).toBeGreaterThan(0)
  expect(huge.ms - small.ms).toBeLessThan(LIMIT_MS)
  expect(huge.megabytes).toBeLessThan(LIMIT_MB)
})
