import { posix } from 'node:path'
import { type Build, finalStages, runsOfStage, type Step, stepsOf } from '../build/build.js'
import { copiesOf } from '../build/copies.js'
import { findToken, isHarmlessValue, isSecretName } from '../build/secrets.js'
import { expand } from '../build/variables.js'
import { defineRule } from './rule.js'

export const copiedSecret = defineRule({
  id: 'copied-secret',
  aliases: [],
  title: 'Keep files of secrets out of the image',
  category: 'security',
  severity: 'error',
  why: `A file that COPY brings lies in a layer, and everybody who can pull the image can read it there: also if a later RUN deletes
it. What a build needs comes with \`RUN --mount=type=secret\`, what the program needs is mounted where it runs.

A scan of 337,171 images of Docker Hub and private registries found secrets in 8.5 % of them, private keys most of all (Dahlmanns et al., 2023).`,
  fixable: 'never',
  examples: [
    { before: 'FROM node:22\nCOPY .env /app/.env\n', after: 'FROM node:22\nCOPY .env /app/.env\n' },
    {
      before: 'FROM node:22\nCOPY package.json .npmrc ./\nRUN npm ci && rm .npmrc\n',
      after: 'FROM node:22\nCOPY package.json .npmrc ./\nRUN npm ci && rm .npmrc\n',
    },
    {
      before: 'FROM debian:12\nCOPY --chmod=600 ssh/id_rsa /root/.ssh/id_rsa\nRUN git clone git@example.com:a/b\n',
      after: 'FROM debian:12\nCOPY --chmod=600 ssh/id_rsa /root/.ssh/id_rsa\nRUN git clone git@example.com:a/b\n',
    },
    { before: 'FROM nginx:1.29\nADD tls.key /etc/nginx/\n', after: 'FROM nginx:1.29\nADD tls.key /etc/nginx/\n' },
  ],
  silent: [
    {
      why: 'examples hold no secrets',
      text: 'FROM a:1\nCOPY .env.example .env\nCOPY .env.sample .env.template .env.dist /a/\n',
    },
    {
      why: 'public keys and certificates are public',
      text: 'FROM a:1\nCOPY id_rsa.pub ca.crt ca.pem cert.pem fullchain.pem public.key /a/\n',
    },
    {
      why: 'keys of package sources are public',
      text: 'FROM a:1\nCOPY docker.gpg nodesource.key /etc/apt/keyrings/\nCOPY a.key /etc/apk/keys/\n',
    },
    { why: 'a mount shows it', text: 'FROM a:1\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n' },
    {
      why: 'this one holds settings only',
      text: 'FROM node:22\nCOPY .npmrc package.json ./\n',
      files: {
        '.npmrc': 'engine-strict=true\n//registry.example.com/:_authToken=${NPM_TOKEN}\n',
        'package.json': '{}',
      },
    },
    {
      why: 'the stage is left behind',
      text: 'FROM node:22 AS b\nCOPY .npmrc ./\nRUN npm ci\nFROM node:22\nCOPY --from=b /a /a\n',
    },
    { why: 'defaults of an application', text: 'FROM a:1\nCOPY .env.production .env.development .env.test /app/\n' },
    { why: 'tests need keys of their own', text: 'FROM a:1\nCOPY testdata/server.key test/fixtures/id_rsa /a/\n' },
    { why: 'another stage made it', text: 'FROM a:1 AS b\nFROM a:1\nCOPY --from=b /certs/server.key /certs/\n' },
    { why: 'the file for the whole team is an example', text: 'FROM a:1\nCOPY example/.env examples/id_rsa /a/\n' },
  ],
  references: ['https://docs.docker.com/build/building/secrets/', 'https://arxiv.org/abs/2307.03958'],
  *check(build) {
    if (FOR_TESTS.test(build.dockerfile.path)) return
    const final = finalStages(build)
    for (const step of stepsOf(build, 'ADD', 'COPY'))
      for (const { from, sources, destination } of step.isTrigger || !final.has(step.stage)
        ? []
        : copiesOf(step.instruction)) {
        const target = expand(step.state.variables, destination.text, build.dockerfile.escape) ?? ''
        if (from !== undefined || isPublicPlace(target)) continue
        const found = sources.flatMap(source => {
          const path = expand(step.state.variables, source.text, build.dockerfile.escape)
          const kind = path === undefined ? undefined : secretKind(path)
          return path === undefined || kind === undefined || isHarmless(build, path) ? [] : [{ source, path, kind }]
        })
        const [first] = found
        // What is to be done is the same for all of them.
        if (first !== undefined) yield { range: first.source.range, message: message(build, step, found) }
      }
  },
})

interface Secret {
  readonly path: string
  readonly kind: string
}

function message(build: Build, step: Step, secrets: readonly Secret[]): string {
  const names = secrets.map(({ path }) => posix.basename(path))
  const isRemoved = names.every(name => removes(build, step, name))
  if (secrets.length > 1) {
    const list = `${names
      .slice(0, 3)
      .map(name => `\`${name}\``)
      .join(', ')}${names.length > 3 ? ' …' : ''}`
    return isRemoved
      ? `Secrets stay in this layer although a later RUN deletes them (${list}): everybody who can pull the image can read them.`
      : `Secrets come into the image (${list}): everybody who can pull it can read them.`
  }
  const kind = secrets[0]?.kind
  return isRemoved
    ? `${kind} stays in this layer although a later RUN deletes it: everybody who can pull the image can read it.`
    : `${kind} comes into the image: everybody who can pull it can read it.`
}

/** Folders whose files are for tests, or to be filled in. */
const FOR_SHOW =
  /(?:^|[/_.-])(?:demo|dummy|examples?|fake|fixtures?|mocks?|samples?|snakeoil|templates?|tests?|testdata|testing|self-?signed|insecure|localhost|dev(?:elopment)?|public|pub|ca)(?=[/_.-]|$)/i

/** A Dockerfile for tests, too. */
const FOR_TESTS = /(?:^|\/)(?:e2e|fixtures?|mocks?|tests?|testdata|testing)\//i

const KINDS: readonly (readonly [name: RegExp, kind: string])[] = [
  [/^\.env$|^\.env\.(?:local|secrets?)$/, 'A file of environment variables'],
  [/^id_(?:rsa|dsa|ecdsa|ed25519)$/, 'A private key for SSH'],
  [/^(?:.*[._-])?(?:priv(?:ate)?[_-]?key|privkey|server[_-]key|key)\.pem$|^privkey\d*\.pem$/, 'A private key'],
  [/^(?!.*(?:public|pub|gpg|sign|repo|archive|apt|nodesource|yarn|nginx_signing)).+\.key$/, 'A private key'],
  [/\.(?:p12|pfx|jks|keystore)$/, 'A store of keys'],
  [/^\.npmrc$|^\.yarnrc$|^\.pypirc$|^\.netrc$|^_netrc$|^\.git-credentials$|^\.pgpass$/, 'A file of credentials'],
  [
    /^(?:service[_-]?account(?:[_-]?key)?|gcp-?key|gcloud-?key|google[_-]?(?:application[_-]?)?credentials?)\.json$/,
    'A key of a service account',
  ],
]

function secretKind(path: string): string | undefined {
  if (/[*?[]|:\/\//.test(path) || FOR_SHOW.test(path)) return undefined
  if (/(?:^|\/)\.aws\/(?:credentials|config)$|(?:^|\/)\.(?:aws|ssh)\/?$/.test(path)) return 'A folder of credentials'
  if (/(?:^|\/)\.docker\/config\.json$|(?:^|\/)\.kube\/config$/.test(path)) return 'A file of credentials'
  const name = posix.basename(path)
  return KINDS.find(([form]) => form.test(name))?.[1]
}

/** Where package managers look for the public keys of their sources. */
function isPublicPlace(target: string): boolean {
  return /keyring|\/etc\/apk\/keys|trusted\.gpg|rpm-gpg|ca-certificates|\/usr\/share\/ca-|\.(?:example|sample)$/.test(
    target,
  )
}

/** Settings of a package manager hold a secret only if they hold a value for one. */
function isHarmless({ context }: Build, path: string): boolean {
  const text = context?.textOf(path)
  if (/(?:^|\/)\.(?:npmrc|yarnrc)$/.test(path))
    return text === undefined ? context !== undefined : !/_(?:auth|authToken|password)\s*=\s*(?!["']?\$)\S/.test(text)
  if (text === undefined) return false
  const lines = text.split('\n').filter(line => /^(?!\s*#).*\S/.test(line))
  return /(?:^|\/)\.env[^/]*$/.test(path) ? !lines.some(holdsSecret) : lines.length === 0
}

/** A line of a file of variables that names a secret, with a value for it. */
function holdsSecret(line: string): boolean {
  const [, name = '', value = ''] = /^\s*(?:export\s+)?([\w.]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
  const [, user, password] = /:\/\/([^/\s:@]*):([^/\s:@$]+)@/.exec(line) ?? []
  if (password !== undefined && password !== user && !isHarmlessValue(password)) return true
  return findToken(line) !== undefined || (isSecretName(name) && !isHarmlessValue(value))
}

function removes(build: Build, { stage, index }: Step, name: string): boolean {
  return runsOfStage(build, stage).some(
    run =>
      run.index > index &&
      run.calls.some(
        ({ program, args }) => /^(?:rm|shred|unlink)$/.test(program) && args.some(({ text }) => text.includes(name)),
      ),
  )
}
