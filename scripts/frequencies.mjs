// Counts in how many Dockerfiles each rule finds something, and writes it into src/docs/frequencies.ts, for the rules' pages.
// Usage: node scripts/frequencies.mjs <folder of checkouts> …
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

const folder = mkdtempSync(join(tmpdir(), 'drydock-frequencies-'))
const cli = join(folder, 'cli.cjs')
await build({
  entryPoints: ['src/cli.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile: cli,
  external: ['undici'],
  logLevel: 'error',
})
const ids = [...readFileSync('src/rules/list.ts', 'utf8').matchAll(/'\.\/(.+)\.js'/g)].map(([, id]) => id)
const config = join(folder, 'all.yaml')
// ShellCheck is another program, of another version everywhere.
writeFileSync(config, `rules:\n${ids.map(id => `  ${id}: ${id === 'shellcheck' ? 'off' : 'on'}\n`).join('')}`)

const counts = new Map(ids.map(id => [id, 0]))
let repositories = 0
let files = 0
for (const repository of process.argv.slice(2).flatMap(root => readdirSync(root).map(name => join(root, name)))) {
  const args = ['review', repository, '--all', '--format', 'json', '--fail-on', 'never', '--config', config]
  const found = JSON.parse(execFileSync(process.execPath, [cli, ...args], { encoding: 'utf8', maxBuffer: 2 ** 30 }))
  const own = found.files.filter(({ kind }) => kind === 'dockerfile').length
  repositories += own > 0
  files += own
  const seen = new Set(found.findings.map(({ rule, path }) => `${rule} ${path}`))
  for (const one of seen) {
    const id = one.slice(0, one.indexOf(' '))
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
}
rmSync(folder, { recursive: true })

const entries = [...counts].filter(([id]) => id !== 'shellcheck').map(([id, count]) => `  '${id}': ${count},\n`)
writeFileSync(
  'src/docs/frequencies.ts',
  `// Written by scripts/frequencies.mjs.
export const COUNTED = { files: ${files}, repositories: ${repositories}, when: '${new Date().toLocaleString('en', { month: 'long', year: 'numeric' })}' }

/** In how many of these Dockerfiles a rule finds something. */
export const FREQUENCIES: Readonly<Record<string, number>> = {
${entries.join('')}}
`,
)
execFileSync('npx', ['biome', 'check', '--write', 'src/docs/frequencies.ts'])
