import type { Project } from '../project.js'

const MS = { version: '2.1.3', resolved: 'https://registry.npmjs.org/ms/-/ms-2.1.3.tgz' }
const INTEGRITY = 'sha512-6FlzubTLZG3J2a/NVCAleEhjzq5oxgHyaCU9yYXvcLsvoVaHJq/s5xXI6/XXP6tz7R9xAOtHnSO/tXtF3WRTlA=='
const root = { name: 'app', version: '1.0.0', dependencies: { ms: '2.1.3' } }

/** A program of npm with one dependency. */
export const NPM_FILES = {
  '.dockerignore': 'node_modules\n',
  'package.json': JSON.stringify(root),
  'package-lock.json': JSON.stringify({
    ...{ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true },
    packages: { '': root, 'node_modules/ms': { ...MS, integrity: INTEGRITY } },
  }),
  'app.js': `console.log(require('ms')('2 days'))\n`,
} as const

export const INSTALLS: readonly Project[] = [
  {
    name: 'npm ci',
    rules: ['source-before-dependencies'],
    files: NPM_FILES,
    dockerfile: `FROM node:20-slim
WORKDIR /app
COPY . .
RUN npm ci
CMD ["node", "app.js"]
`,
  },
  {
    name: 'npm ci and a build in one RUN',
    rules: ['source-before-dependencies'],
    files: { ...NPM_FILES, 'lib/a.js': `console.log('a')\n`, '.npmrc': 'fund=false\n' },
    dockerfile: `FROM node:20-slim
COPY . /app
WORKDIR /app
RUN npm ci --omit=dev && node app.js > built.txt
CMD ["cat", "built.txt"]
`,
  },
  {
    name: 'npm ci, a build and a cleaning in one RUN',
    rules: ['source-before-dependencies'],
    // What npm notes in its cache is in the mount.
    differs: { files: ['/root/.npm', '/root/.npm/**'] },
    files: NPM_FILES,
    dockerfile: `FROM node:20-slim
WORKDIR /app
COPY . .
RUN npm ci \\
 && node app.js > built.txt \\
 && npm cache clean --force
CMD ["cat", "built.txt"]
`,
  },
  {
    name: 'a folder that only the base image names',
    rules: ['source-before-dependencies'],
    files: { 'src/requirements.txt': '# nothing yet\n', 'src/app.py': 'print(1)\n' },
    dockerfile: `FROM python:3.11-slim
COPY src ./src
RUN pip install -r src/requirements.txt
CMD ["python", "src/app.py"]
`,
  },
  {
    name: 'pip with a file that another one includes',
    rules: ['source-before-dependencies'],
    files: {
      'requirements/base.txt': '# nothing yet\n',
      'requirements/production.txt': '-r base.txt\n',
      'app.py': 'import os\nprint(sorted(os.listdir()))\n',
    },
    dockerfile: `FROM python:3.11-slim
COPY . /srv/app
WORKDIR /srv/app
RUN pip install --no-cache-dir -r requirements/production.txt && python app.py > listed.txt
CMD ["cat", "listed.txt"]
`,
  },
  {
    name: 'apt-get',
    rules: ['source-before-dependencies'],
    files: { 'app.py': 'print(1)\n' },
    dockerfile: `FROM debian:bookworm-slim
COPY . /app
RUN apt-get update && apt-get install -y --no-install-recommends tini
CMD ["tini", "--", "cat", "/app/app.py"]
`,
  },
]
