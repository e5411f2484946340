import type { Project } from '../project.js'

const WHO = `console.log(process.getuid(), process.cwd(), process.argv.slice(2), process.env.HOME)\n`

export const COMMANDS: readonly Project[] = [
  {
    name: 'the user of the base image',
    rules: ['root-user'],
    files: { 'who.js': WHO },
    dockerfile: `FROM node:20-slim
WORKDIR /app
COPY . .
EXPOSE 8080
CMD ["node", "who.js"]
`,
    differs: { config: ['User'], output: ['0 /app [] /root\n', '1000 /app [] /home/node\n'] },
  },
  {
    name: 'the user that the file creates',
    rules: ['root-user'],
    files: { 'server.sh': '#!/bin/sh\nid -u\n' },
    dockerfile: `FROM debian:bookworm-slim
RUN useradd --uid 1234 --create-home app
USER app
RUN touch /home/app/mine
USER root
RUN touch /roots
COPY --chmod=755 server.sh /usr/local/bin/server
ENTRYPOINT ["server"]
`,
    differs: { config: ['User'], output: ['0\n', '1234\n'] },
  },
  {
    name: 'words that no shell changes',
    rules: ['shell-form-command'],
    files: { 'who.js': WHO },
    dockerfile: `FROM node:20-slim
WORKDIR /app
COPY . .
CMD node who.js "two words" 'a*b' c\\ d "say \\"hi\\""
`,
    differs: { config: ['Cmd'] },
  },
  {
    name: 'variables and an entrypoint',
    rules: ['shell-form-command'],
    files: { 'who.js': WHO },
    dockerfile: `FROM node:20-slim
WORKDIR /app
COPY . .
ENV PORT=8080
ENTRYPOINT cd / && node app/who.js --port=$PORT \\
  "\${PORT:-1}"
`,
    differs: { config: ['Entrypoint'] },
  },
]
