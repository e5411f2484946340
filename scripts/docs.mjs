// Writes the generated documentation; with --check it only compares, names what is out of date, and fails.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const isCheck = process.argv.includes('--check')
const folder = mkdtempSync(join(tmpdir(), 'drydock-docs-'))
const outfile = join(folder, 'generate.cjs')
await build({
  entryPoints: ['src/docs/generate.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile,
  logLevel: 'error',
})
const { generate } = (await import(pathToFileURL(outfile).href)).default
rmSync(folder, { recursive: true })

const files = generate({ readme: readFileSync('README.md', 'utf8'), action: readFileSync('action.yml', 'utf8') })
const stale = [...files]
  .filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
  .map(([path]) => path)
const orphans = readdirSync('docs/rules')
  .map(name => `docs/rules/${name}`)
  .filter(path => !files.has(path))

if (!isCheck) {
  for (const path of stale) writeFileSync(path, files.get(path))
  for (const path of orphans) rmSync(path)
} else if (stale.length + orphans.length > 0) {
  console.error(`Out of date, run "npm run docs": ${[...stale, ...orphans].join(', ')}`)
  process.exitCode = 1
}
