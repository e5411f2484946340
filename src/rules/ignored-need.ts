import type { Build } from '../build/build.js'
import { type IgnoredNeed, ignoredNeeds } from '../build/ignore-files/ignored-needs.js'
import { letIn } from '../build/ignore-files/let-in.js'
import { indexLines } from '../documents/text.js'
import type { Proposal } from '../fixes/edits.js'
import { defineRule } from './rule.js'
import { listOf } from './wording.js'

const NODE = 'FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n'
const FILES = { 'package.json': '{"dependencies": {"semver": "7.6.3"}}', 'package-lock.json': '{}', 'server.js': '' }
const PYTHON = 'FROM python:3.13-slim\nCOPY . /srv\nWORKDIR /srv\nRUN pip install -r requirements.txt\n'
const SCRIPT = 'FROM debian:12-slim\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["./entrypoint.sh"]\n'

export const ignoredNeed = defineRule({
  id: 'ignored-need',
  aliases: [],
  title: 'Let the ignore file pass what the build needs',
  category: 'correctness',
  severity: 'error',
  why: `A COPY of a folder, or of a pattern such as \`package*.json\`, takes what the ignore file leaves of it, and says nothing of the
rest. So \`*.json\` in .dockerignore breaks \`npm ci\` three lines further down, and \`*.sh\` an image that starts with a script: the
build is in order, the container is not.`,
  fixable: 'never',
  examples: [
    { before: NODE, after: NODE, files: { ...FILES, '.dockerignore': 'node_modules\npackage-lock.json\n' } },
    {
      before: PYTHON,
      after: PYTHON,
      files: { 'requirements.txt': 'flask\n', 'app.py': '', '.dockerignore': '*.txt\n' },
    },
    { before: SCRIPT, after: SCRIPT, files: { 'entrypoint.sh': 'exec env\n', '.dockerignore': '.git\n*.sh\n' } },
  ],
  silent: [
    {
      why: 'an exception lets it through',
      text: NODE,
      files: { ...FILES, '.dockerignore': '*.json\n!package*.json\n' },
    },
    {
      why: 'who names the lock file wants what is newest',
      text: NODE.replace('npm ci', 'npm install'),
      files: { ...FILES, '.dockerignore': 'package-lock.json\n' },
    },
    {
      why: 'there is another way',
      text: NODE.replace('npm ci', 'npm ci || npm install'),
      files: { ...FILES, '.dockerignore': 'package-lock.json\n' },
    },
    {
      why: 'a command makes it',
      text: NODE.replace('RUN', 'RUN npm install --package-lock-only\nRUN'),
      files: { ...FILES, '.dockerignore': 'package-lock.json\n' },
    },
    {
      why: 'another stage may bring it',
      text: `FROM node:22 AS locks\nFROM node:22-slim\nWORKDIR /app\nCOPY . .\nCOPY --from=locks /app /app\nRUN npm ci\n`,
      files: { ...FILES, '.dockerignore': 'package-lock.json\n' },
    },
    {
      why: 'the image may have it',
      text: NODE.replace('node:22-slim', 'example.com/team/web:1'),
      files: { ...FILES, '.dockerignore': 'package-lock.json\n' },
    },
    {
      why: 'git does not track it: it may be made',
      text: SCRIPT.replace('entrypoint.sh', 'bin/app'),
      files: { 'main.go': '', '.dockerignore': 'bin\n' },
    },
    {
      why: 'a build makes it',
      text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm run build\nCMD ["node", "dist/server.js"]\n',
      files: { ...FILES, 'dist/server.js': '', '.dockerignore': 'dist\n' },
    },
    { why: 'nobody knows the repository', text: NODE },
  ],
  references: [
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    'https://docs.npmjs.com/cli/commands/npm-ci',
  ],
  *check(build) {
    const needs = ignoredNeeds(build)
    const proposal = needs.length > 0 ? proposalFor(build, needs) : undefined
    for (const need of needs)
      yield {
        range: need.range,
        message: messageFor(need),
        proposal,
        ...(need.lack === 'newest' || need.lack === 'unchecked' ? { severity: 'warning' } : {}),
      }
  },
})

function proposalFor(build: Build, needs: readonly IgnoredNeed[]): Proposal | undefined {
  const sources = [...new Set(needs.flatMap(need => need.sources))]
  const file = letIn(build, sources)
  return file && { ...file, title: `Let ${listOf(sources.map(source => `\`${source}\``))} through in \`${file.path}\`` }
}

function messageFor({ reader, source, ignore, line, lack, isEmpty }: IgnoredNeed): string {
  const number = indexLines(ignore.text).lineAt(line.range.start) + 1
  const text = /^[^`]{1,60}$/.test(line.text) ? ` (\`${line.text}\`)` : ''
  const where = `line ${number} of \`${ignore.path}\`${text}`
  if (lack === 'starts' && !isEmpty)
    return `The container cannot start with this: ${where} keeps \`${source}\` out of the build.`
  if (isEmpty)
    return `\`${reader}\` needs \`${source}\`, and finds it empty: ${where}, behind an exception, matches it.`
  return `\`${reader}\` looks for \`${source}\`, which ${where} keeps out of the build: ${COMES_OF_IT[lack]}.`
}

const COMES_OF_IT: Readonly<Record<IgnoredNeed['lack'], string>> = {
  stops: 'it stops here',
  starts: 'it stops here',
  nothing: 'there is nothing to install',
  newest: 'it takes the newest versions instead',
  unchecked: 'what it loads is not held against it',
}
