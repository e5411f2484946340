import { expect, test } from '@jest/globals'
import { RULES } from '../../src/rules/index.js'
import { review } from './reviewing.js'

/** What a RUN may hold again and again; each pairs commands with others of the same RUN. */
const BODIES: readonly (readonly [head: string, command: string])[] = [
  ['FROM debian:12\n', 'apt-get install -y jq'],
  ['FROM debian:12\n', 'curl -fsSL https://deb.nodesource.com/setup_22.x | bash -'],
  ['FROM debian:12\n', 'yes | apt-get install git'],
  ['FROM debian:12\n', 'wget --no-check-certificate https://example.org/b'],
  ['FROM node:22\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n', 'npm ci && npm cache clean --force'],
  ['FROM node:22\nCOPY dist /app\n', 'chown -R node:node /app'],
  ['FROM python:3.13\n', 'pip install -r r.txt && rm -rf /root/.cache'],
]

test.each(BODIES)('%j and %j: two thousand times in one RUN take seconds', (head, command) => {
  const text = `${head}RUN ${Array(2_000).fill(command).join(' && \\\n    ')}\nCMD ["a"]\n`
  // Of the processor, so that what else the machine does is not counted.
  const start = process.cpuUsage().user
  expect(review(text, RULES).findings.length).toBeGreaterThan(0)
  const milliseconds = (process.cpuUsage().user - start) / 1000
  expect(milliseconds).toBeLessThan(10_000)
})
