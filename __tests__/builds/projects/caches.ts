import type { Project } from '../project.js'
import { NPM_FILES } from './installs.js'

export const CACHES: readonly Project[] = [
  {
    name: 'npm, whose downloads were in the image',
    rules: ['cache-mount'],
    files: NPM_FILES,
    dockerfile: `FROM node:20-slim
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
CMD ["node", "app.js"]
`,
    differs: { files: ['/root/.npm/**'] },
  },
  {
    name: 'npm as another user',
    rules: ['cache-mount'],
    files: NPM_FILES,
    dockerfile: `FROM node:20-slim
WORKDIR /app
RUN chown node:node /app
USER node
COPY --chown=node:node package*.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY . .
CMD ["node", "app.js"]
`,
    differs: { files: ['/home/node/.npm/**'] },
  },
  {
    name: 'pip without and with a mount',
    rules: ['cache-mount', 'cache-mount-defeated'],
    files: { 'requirements.txt': '# nothing yet\n' },
    dockerfile: `FROM python:3.11-slim
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
RUN --mount=type=cache,target=/root/.cache/pip \\
    pip install --no-cache-dir -r requirements.txt
CMD ["pip", "list"]
`,
  },
  {
    name: 'apt in a stage that builds',
    rules: ['cache-mount'],
    files: { 'a.txt': 'a\n' },
    dockerfile: `FROM debian:bookworm-slim AS build
COPY a.txt /
RUN apt-get update && apt-get install -y --no-install-recommends file && rm -rf /var/lib/apt/lists/*
RUN file /a.txt > /built
FROM debian:bookworm-slim
COPY --from=build /built /
CMD ["cat", "/built"]
`,
  },
  {
    name: 'apt with mounts that stay empty',
    rules: ['cache-mount-defeated'],
    dockerfile: `FROM debian:bookworm-slim
RUN --mount=type=cache,id=drydock-test-apt,target=/var/cache/apt,sharing=locked \\
    --mount=type=cache,id=drydock-test-lists,target=/var/lib/apt,sharing=locked \\
    apt-get update && apt-get install -y --no-install-recommends tini \\
    && rm -rf /var/lib/apt/lists/*
CMD ["tini", "--version"]
`,
    differs: { files: ['/etc/apt/apt.conf.d/docker-clean'] },
  },
]
