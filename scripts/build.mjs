// Bundles the two doors into dist/, with the licences of what is in them. The result depends on the lockfile alone.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Undici is 0.8 MB that only a proxy needs: a file of its own, loaded when it is first asked for. */
const lazyUndici = {
  name: 'lazy-undici',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: 'undici', namespace: 'lazy' },
    )
    onResolve({ filter: /^\.\/undici\.cjs$/, namespace: 'lazy' }, ({ path }) => ({ path, external: true }))
    onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: ['ProxyAgent', 'fetch']
        .map(
          name =>
            `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => require('./undici.cjs').${name} })`,
        )
        .join('\n'),
    }))
  },
}

// Node 20 runs the command line, Node 24 the action.
const { metafile } = await build({
  entryPoints: { index: 'src/action.ts', cli: 'src/cli.ts', undici: 'undici' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  // Saves a tenth, and lines stay lines: a reviewer can still read what is shipped.
  minifySyntax: true,
  legalComments: 'none',
  plugins: [lazyUndici],
  metafile: true,
  logLevel: 'warning',
})

const folders = new Set(Object.keys(metafile.inputs).flatMap(path => packageFolder(path) ?? []))
const licenses = [...folders].sort().map(licenseOf)
writeFileSync('dist/licenses.txt', licenses.join(`\n${'-'.repeat(80)}\n\n`))

/** The folder of the package that a bundled file belongs to. */
function packageFolder(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find(entry => /^(?:licen[cs]e|copying)/i.test(entry))
  if (file === undefined && license === undefined) throw new Error(`${folder}: no licence found`)
  const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim()}\n`
  return `${name} ${version} (${license})\n${text}`
}
