import { spawnSync } from 'node:child_process'
import jest from './jest.config.js'

const { status } = spawnSync('docker', ['version'], { stdio: 'ignore' })
const hasEngine = status === 0
if (!hasEngine && process.env.CI)
  throw new Error('No Docker Engine answers `docker version`: CI has to build for real.')
if (!hasEngine) process.stderr.write('No Docker Engine answers `docker version`: nothing is built here.\n')

const { globalSetup: _, testPathIgnorePatterns: __, coverageThreshold: ___, ...common } = jest

/** Jest over images that are really built. Without an engine only the list of projects is checked. */
export default {
  ...common,
  collectCoverage: false,
  roots: ['<rootDir>/__tests__/builds'],
  testMatch: hasEngine ? ['**/*.test.ts'] : ['**/covered.test.ts'],
  testTimeout: 300_000,
}
