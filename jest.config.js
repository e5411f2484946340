/** Jest in native ES modules: @actions/core and @actions/github have no CommonJS export. */
export default {
  testEnvironment: 'node',
  globalSetup: './__tests__/nodes.mjs',
  roots: ['<rootDir>/__tests__', '<rootDir>/src'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/builds/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false }] },
  // Half of the tests wait for a child process.
  maxWorkers: '100%',
  collectCoverage: true,
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  // Types only: there is nothing to run in them.
  coveragePathIgnorePatterns: [
    '/node_modules/',
    'dockerfile/instruction.ts',
    'review/review.ts',
    'settings/settings.ts',
  ],
  coverageThreshold: { global: { lines: 95 } },
  coverageReporters: ['text-summary', 'lcovonly'],
  testTimeout: 60_000,
}
