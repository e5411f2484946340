// Jest's global setup: brings the Node versions that the bundle has to run on and that are not the running one.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Node 24 runs the action at GitHub; 20 is the oldest that the command line supports. */
const VERSIONS = ['20.20.2', '24.21.0']
const CACHE = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url))

/** Name and program of each version; the running Node stands for its major version. */
export const NODES = VERSIONS.map(version =>
  major(version) === major(process.versions.node)
    ? [`Node ${process.versions.node}`, process.execPath]
    : [`Node ${version}`, `${CACHE}node-${version}/node_modules/node/bin/node`],
)

function major(version) {
  return version.split('.', 1)[0]
}

export default function setup() {
  for (const version of VERSIONS) {
    const folder = `${CACHE}node-${version}`
    if (major(version) === major(process.versions.node) || existsSync(`${folder}/node_modules/node/bin/node`)) continue
    mkdirSync(folder, { recursive: true })
    const options = ['--no-audit', '--no-fund', '--no-save', '--silent']
    execFileSync('npm', ['install', '--prefix', folder, ...options, `node@${version}`], { stdio: 'inherit' })
  }
}
