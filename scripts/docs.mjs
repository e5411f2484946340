// Writes the generated documentation; with --check it only compares, names what is out of date, and fails.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const isCheck = process.argv.includes('--check')
const folder = mkdtempSync(join(tmpdir(), 'drydock-docs-'))
await build({
  entryPoints: { generate: 'src/docs/generate.ts', projects: '__tests__/builds/projects/index.ts' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outdir: folder,
  outExtension: { '.js': '.cjs' },
  logLevel: 'error',
})
const load = async name => (await import(pathToFileURL(join(folder, `${name}.cjs`)).href)).default
const { generate } = await load('generate')
const { PROJECTS, NOT_BUILT } = await load('projects')
rmSync(folder, { recursive: true })

const files = generate({
  readme: readFileSync('README.md', 'utf8'),
  action: readFileSync('action.yml', 'utf8'),
  proof: { projects: PROJECTS, notBuilt: NOT_BUILT },
})
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
