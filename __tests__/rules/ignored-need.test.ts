import { describe, expect, test } from '@jest/globals'
import { ignoredNeed } from '../../src/rules/list.js'
import { checked, type Files, said } from './checking.js'

const PROJECT: Files = {
  'package.json': '{"dependencies": {"ms": "2.0.0"}}',
  'package-lock.json': '{}',
  'pnpm-lock.yaml': '',
  'yarn.lock': '',
  'requirements.txt': 'flask\n',
  'go.mod': 'module a\n\nrequire (\n\texample.com/b v1.0.0\n)\n',
  'go.sum': 'a',
  'composer.json': '{}',
  'composer.lock': '{}',
  'Cargo.toml': '',
  'Cargo.lock': '',
  'pyproject.toml': '',
  'uv.lock': '',
  'bin/start.sh': 'exec env\n',
  'server.js': '',
  'main.py': '',
}

function saidOf(run: string, ignore: string, files: Files = PROJECT): readonly string[] {
  const text = `FROM debian:12\nWORKDIR /app\nCOPY . .\n${run}\n`
  return said(text, [ignoredNeed], { ...files, '.dockerignore': ignore })
}

describe('what a command looks for', () => {
  test.each<[string, string, string]>([
    ['RUN npm ci', 'package-lock.json', 'it stops here'],
    ['RUN set -e; npm ci; echo done', 'package-lock.json', 'it stops here'],
    ['RUN apt-get update && apt-get install -y npm && npm ci', 'package-lock.json', 'it stops here'],
    ['RUN mkdir /x && cd /app && npm ci --omit=dev', 'package*', 'it stops here'],
    ['RUN npm install', 'package.json', 'there is nothing to install'],
    ['RUN npm install', '*lock*', 'it takes the newest versions instead'],
    ['RUN npm run build', '*.json', 'it stops here'],
    ['RUN pnpm install --frozen-lockfile', 'pnpm-lock.yaml', 'it stops here'],
    ['RUN yarn install --frozen-lockfile', 'yarn.lock', 'it takes the newest versions instead'],
    ['RUN yarn install --immutable', 'yarn.lock', 'it stops here'],
    ['RUN composer install', '**/*.lock', 'it takes the newest versions instead'],
    ['RUN pip install -r requirements.txt', '*.txt', 'it stops here'],
    ['RUN uv sync --frozen --no-install-project', 'uv.lock', 'it stops here'],
    ['RUN go mod download', 'go.sum', 'what it loads is not held against it'],
    ['RUN go build -o /bin/a .', 'go.sum', 'it stops here'],
    ['RUN cargo build --release --locked', 'Cargo.lock', 'it stops here'],
    ['RUN ./bin/start.sh', 'bin', 'it stops here'],
    ['RUN chmod +x bin/start.sh', '**/*.sh', 'it stops here'],
    ['RUN cp server.js /srv/', '*.js', 'it stops here'],
    ['RUN python main.py', '*.py', 'it stops here'],
  ])('%s without %s', (run, ignore, comes) => {
    const [first, ...others] = saidOf(run, `.git\n${ignore}\n`)
    expect(others).toEqual([])
    expect(first).toMatch(new RegExp(`line 2 of \`\\.dockerignore\` .* keeps out of the build: ${comes}\\.$`))
  })

  test.each<[string, string]>([
    ['RUN npm ci || npm install', 'package-lock.json'],
    ['RUN if [ -f yarn.lock ]; then yarn --frozen-lockfile; else npm ci; fi', 'package-lock.json'],
    ['RUN npm ci; echo done', 'package-lock.json'],
    ['RUN npm ci &', 'package-lock.json'],
    ['RUN npm ci -g', 'package-lock.json'],
    ['RUN npm ci --help', 'package-lock.json'],
    ['RUN npm install', 'package-lock.json'],
    ['RUN composer install', 'composer.lock'],
    ['RUN curl -O https://example.com/package-lock.json && npm ci', 'package-lock.json'],
    ['RUN echo flask > requirements.txt && pip install -r requirements.txt', 'requirements.txt'],
    ['RUN git clone https://example.com/a . && npm ci', 'package-lock.json'],
    ['RUN cp /defaults/lock.json package-lock.json\nRUN npm ci', 'package-lock.json'],
    ['RUN npm install\nRUN npm ci', 'package-lock.json'],
    ['RUN poetry export -o requirements.txt\nRUN pip install -r requirements.txt', 'requirements.txt'],
    ['RUN cd $DIR && npm ci', 'package-lock.json'],
    ['RUN --mount=type=bind,source=.,target=/app npm ci', 'package-lock.json'],
    ['COPY <<EOF package-lock.json\n{}\nEOF\nRUN npm ci', 'package-lock.json'],
    ['ONBUILD RUN npm ci', 'package-lock.json'],
    ['RUN ["npm", "ci"]', 'package-lock.json'],
    ['RUN go install example.com/tool@v1.0.0', 'go.*'],
    ['RUN chown -R a bin/start.sh', 'bin'],
    ['RUN chmod +x bin/*.sh', 'bin'],
  ])('%s without %s is silent', (run, ignore) => {
    expect(saidOf(run, `${ignore}\n`)).toEqual([])
  })

  test('a pattern of a COPY that no longer matches', () => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json* ./\nRUN npm ci\n'
    expect(said(text, [ignoredNeed], { ...PROJECT, '.dockerignore': '*-lock.json' })).toHaveLength(1)
    expect(said(text, [ignoredNeed], { ...PROJECT, '.dockerignore': 'package*.json' })).toEqual([])
  })

  test('a part of a workspace', () => {
    const files = { 'web/package.json': '{}', 'web/package-lock.json': '{}', 'package.json': '{"workspaces":["web"]}' }
    expect(saidOf('RUN cd web && npm ci', 'web/package-lock.json', files)).toEqual([])
  })

  test('only the stage that has the command', () => {
    const text = 'FROM node:22 AS a\nWORKDIR /app\nCOPY . .\nRUN npm ci\nFROM a\nRUN npm prune\nFROM a\nCMD ["node"]\n'
    expect(said(text, [ignoredNeed], { ...PROJECT, '.dockerignore': 'package-lock.json\n' })).toHaveLength(1)
  })
})

describe('what the image starts', () => {
  test.each<[string, string]>([
    ['CMD ["node", "server.js"]', 'server.js'],
    ['ENTRYPOINT ["bin/start.sh", "-v"]', 'bin'],
    ['ENTRYPOINT ["/usr/bin/tini", "--"]\nCMD ["python", "-u", "/app/main.py"]', '*.py'],
    ['RUN npm run build\nCMD ["sh", "bin/start.sh"]', 'bin'],
    ['CMD ["./start.sh"]\nWORKDIR /app/bin', '**/*.sh'],
  ])('%s without %s', (command, ignore) => {
    expect(saidOf(command, `${ignore}\n`)).toEqual([expect.stringContaining('The container cannot start with this')])
  })

  test.each<[string, string]>([
    ['CMD node server.js', 'server.js'],
    ['CMD ["node", "-e", "1"]', 'server.js'],
    ['CMD ["python", "-m", "main"]', '*.py'],
    ['CMD ["node", "dist/server.js"]', '*.js'],
    ['RUN npm run build\nCMD ["node", "server.js"]', 'server.js'],
    ['RUN make\nCMD ["python", "main.py"]', '*.py'],
    ['RUN wget -qO- https://example.com/a.tar | tar x\nCMD ["python", "main.py"]', '*.py'],
    ['CMD ["bin/start.sh"]\nWORKDIR /', 'bin'],
  ])('%s without %s is silent', (command, ignore) => {
    expect(saidOf(command, `${ignore}\n`)).toEqual([])
  })

  test('Compose may put the sources there', () => {
    const compose = { 'compose.yml': 'services:\n  a:\n    build: .\n    volumes:\n      - .:/app\n' }
    expect(saidOf('CMD ["node", "server.js"]', 'server.js', { ...PROJECT, ...compose })).toEqual([])
  })
})

describe('the ignore file as it could be', () => {
  test.each<[string, string]>([
    ['.git\npackage-lock.json\nb\n', '.git\nb\n'],
    ['/package-lock.json', '\n'],
    ['.git\n*.json\nb\n', '.git\n!package-lock.json\n!package.json\n*.json\nb\n'],
    ['*.json', '*.json\n!package-lock.json\n!package.json\n'],
    ['*-lock.json\r\nb\r\n', '*-lock.json\r\n!package-lock.json\r\nb\r\n'],
    ['*\n!package.json\n', '*\n!package-lock.json\n!package.json\n'],
  ])('%j', (ignore, after) => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n'
    const { findings } = checked(text, [ignoredNeed], { ...PROJECT, '.dockerignore': ignore })
    const lines = (written = '') => written.split('\n').sort()
    expect(findings[0]?.proposal?.before).toBe(ignore)
    expect(lines(findings[0]?.proposal?.after)).toEqual(lines(after))
  })

  test('a name that means something in a pattern is left alone', () => {
    const files = { 'requirements[a].txt': 'flask\n', '.dockerignore': '*.txt\n' }
    const text = 'FROM python:3\nCOPY . /\nRUN pip install -r "/requirements[a].txt"\n'
    expect(checked(text, [ignoredNeed], files).findings).toEqual([])
  })
})
