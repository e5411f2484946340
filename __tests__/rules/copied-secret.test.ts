import { expect, test } from '@jest/globals'
import { copiedSecret } from '../../src/rules/copied-secret.js'
import { checked, said } from './checking.js'

const saidOf = (source: string, target = '/srv/', files?: Record<string, string>) =>
  said(`FROM a:1\nCOPY ${source} ${target}\n`, [copiedSecret], files)

test.each([
  ...[
    '.env',
    'config/.env.local',
    'id_ed25519',
    'certs/privkey.pem',
    'server-key.pem',
    'tls/site.key',
    'release.keystore',
  ],
  ...['.netrc', '.pypirc', '.npmrc', '.aws/credentials', '.docker/config.json', 'service-account.json', '.ssh/'],
])('a secret: %s', source => {
  expect(saidOf(source)).toHaveLength(1)
})

test.each([
  ...['.env.example', 'env', 'id_rsa.pub', 'server.crt', 'chain.pem', 'ca.key', 'nginx_signing.key', 'yarn.key'],
  ...['keys/', 'monkey.json', 'public/key.pem', 'test/certs/server.key', 'localhost.key', '*.key', 'src/.envrc'],
])('no secret: %s', source => {
  expect(saidOf(source)).toEqual([])
})

test('so is a file of variables', () => {
  const env = (text: string) => saidOf('.env', '/srv/', { '.env': text })
  expect(env('DENO_VERSION=2.1\nAPI_HOST=http://localhost:11434\n# TOKEN=abcdefgh\nAPI_TOKEN=\n')).toEqual([])
  expect(env('DENO_VERSION=2.1\nexport API_TOKEN=abcdefgh\n')).toHaveLength(1)
  expect(env('DB=postgres://me:q8f7zz@pg.acme.io/a\n')).toHaveLength(1)
  expect(env('DATABASE_URL=postgres://app:hunter2xyz@db:5432/app\n')).toHaveLength(1)
  expect(env('DATABASE_URL=postgres://postgres:postgres@db:5432/app\n')).toEqual([])
})

test('an .npmrc is read where it can be', () => {
  const npmrc = (text: string) => saidOf('.npmrc', '/srv/', { '.npmrc': text })
  expect(npmrc('//registry.npmjs.org/:_authToken=npm_abc\n')).toHaveLength(1)
  expect(npmrc('//registry.npmjs.org/:_authToken=${TOKEN}\nsave-exact=true\n')).toEqual([])
})

test('a later RUN that deletes it is no help', () => {
  const text = 'FROM a:1\nCOPY id_rsa /root/.ssh/\nRUN git clone a && rm -f /root/.ssh/id_rsa\n'
  expect(said(text, [copiedSecret])[0]).toContain('although a later RUN deletes it')
})

test('who builds for tests needs keys', () => {
  const text = 'FROM a:1\nCOPY server.key /\n'
  const count = (path: string) => checked(text, [copiedSecret], {}, path).findings.length
  expect(['app/Dockerfile', 'latest/Dockerfile', 'pkg/test/echo/Dockerfile', 'testdata/Dockerfile'].map(count)).toEqual(
    [1, 1, 0, 0],
  )
})
