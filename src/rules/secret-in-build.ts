import { finalStages, type Step, stepsOf } from '../build/build.js'
import { mayImageSet } from '../build/image-variables.js'
import { findToken, isHarmlessValue, isSecretName } from '../build/secrets.js'
import { isDeclared } from '../build/variables.js'
import type { Dockerfile } from '../documents/dockerfile/document.js'
import { type Pair, pairsOf } from '../documents/dockerfile/pairs.js'
import { toSource } from '../documents/logical-text.js'
import { defineRule, type Problem } from './rule.js'

export const secretInBuild = defineRule({
  id: 'secret-in-build',
  aliases: ['DL3064', 'SecretsUsedInArgOrEnv', 'DS-0031', 'DS031'],
  title: 'Pass secrets with a secret mount',
  category: 'security',
  severity: 'error',
  why: `What ARG and ENV hold can be read by everybody who can pull the image, or sees its history or provenance:
\`docker history --no-trunc\` prints it. \`RUN --mount=type=secret,id=…\` shows a secret to one command and keeps it nowhere.`,
  fixable: 'never',
  examples: [
    { before: 'FROM node:22\nARG NPM_TOKEN\nRUN npm ci\n', after: 'FROM node:22\nARG NPM_TOKEN\nRUN npm ci\n' },
    {
      before: 'FROM ubuntu:24.04\nARG PASSWORD_OF_DB\nENV DB_PASSWORD=$PASSWORD_OF_DB\n',
      after: 'FROM ubuntu:24.04\nARG PASSWORD_OF_DB\nENV DB_PASSWORD=$PASSWORD_OF_DB\n',
    },
    { before: 'FROM node:22\nENV DB_PASSWORD=hunter2\n', after: 'FROM node:22\nENV DB_PASSWORD=hunter2\n' },
    {
      before:
        'FROM debian:12\nRUN curl -H "Authorization: token ghp_abcdefghijklmnopqrstuvwxyz0123456789" https://api.example.org\n',
      after:
        'FROM debian:12\nRUN curl -H "Authorization: token ghp_abcdefghijklmnopqrstuvwxyz0123456789" https://api.example.org\n',
    },
  ],
  silent: [
    { why: 'every browser gets it', text: 'FROM node:22\nARG VITE_SENTRY_APP_KEY\nRUN a\n' },
    { why: 'it is in each program that sends events', text: 'FROM node:22\nENV POSTHOG_PROJECT_KEY=phc_abcdefgh\n' },
    { why: 'a mount shows it', text: 'FROM node:22\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci\n' },
    { why: 'public keys are public', text: 'FROM node:22\nENV PUBLIC_KEY=abc STRIPE_PUBLIC_KEY=pk\n' },
    { why: 'it names a file', text: 'FROM postgres:17\nENV POSTGRES_PASSWORD_FILE=/run/secrets/db\n' },
    { why: 'it is a path', text: 'FROM node:22\nENV TLS_KEY=/etc/tls/key.pem\n' },
    {
      why: 'it says how, not what',
      text: 'FROM node:22\nENV AUTH_TYPE=basic TOKEN_EXPIRY=3600 BASIC_AUTH_ENABLED=true GF_AUTH_ANONYMOUS_ORG_ROLE=Admin\n',
    },
    {
      why: 'it is the name of a script',
      text: 'FROM node:22\nENV RESET_OS_PASSWORD="reset.sh" ADMIN_PASSWORD="${ADMIN_PASSWORD:-}"\n',
    },
    { why: 'it is the name of a file', text: 'FROM debian:12\nENV CA_KEY assets/client/tls/root.key\n' },
    {
      why: 'it is the key of an entry',
      text: 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nENV Filters__0__Key=ProcessId Filters__0__Value=1\n',
    },
    {
      why: 'somebody has to put the real one there',
      text: 'FROM debian:12\nENV TOKEN=00000000-0000-0000-0000-000000000000 SECRET=FFFFFFFF00000000\n',
    },
    { why: 'nothing sets the variable', text: 'FROM ubuntu:24.04\nENV DB_PASSWORD ${DB_PASSWORD}\n' },
    { why: 'it is empty', text: 'FROM node:22\nENV API_KEY=""\n' },
    {
      why: 'fingerprints of signing keys are public',
      text: 'FROM python:3.13\nENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305\n',
    },
    {
      why: 'keys and tokens are words, too',
      text: 'FROM node:22\nENV KEYBOARD=us MONKEY=1 TOKENIZERS_PARALLELISM=x AUTHOR=ann\n',
    },
    { why: 'the placeholder only lets the build pass', text: 'FROM ruby:3.4\nENV SECRET_KEY_BASE=dummy\n' },
    {
      why: 'a password that calls itself one',
      text: 'FROM rust:1.90\nENV DATABASE_URL=postgres://benchuser:benchdbpass@tfb-database/hello\n',
    },
    { why: 'the password is a variable', text: 'FROM debian:12\nRUN curl https://ann:$PASSWORD@files.example.org/a\n' },
  ],
  references: [
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    'https://docs.docker.com/build/building/secrets/',
  ],
  *check(build) {
    const { dockerfile } = build
    const globals = dockerfile.globals.map(instruction => ({ instruction }))
    const final = finalStages(build)
    for (const { instruction } of globals) yield* named(dockerfile, instruction, true)
    for (const step of stepsOf(build, 'ARG', 'ENV'))
      yield* named(dockerfile, step.instruction, final.has(step.stage), pair => addsNothing(step, pair))
    for (const { instruction } of stepsOf(build, 'ADD', 'ARG', 'CMD', 'ENTRYPOINT', 'ENV', 'LABEL', 'RUN')) {
      const token = findToken(instruction.logical.text)
      if (token === undefined || hasSecretName(dockerfile, instruction)) continue
      yield {
        range: toSource(instruction.logical, token),
        message: `This looks like ${token.kind}. Everybody who can pull the image or read this file has it.`,
      }
    }
  },
})

/** Everybody knows these; they are for development, or to be replaced. */
const USUAL = /^["']?(?:admin|changeit|guest|mysql|password|postgres|root|secret|test|user)["']?$/i

/** The pairs of an ARG or ENV whose name says that they are secret. */
function* named(
  dockerfile: Dockerfile,
  instruction: Step['instruction'],
  isFinal: boolean,
  isNothing: (pair: Pair) => boolean = () => false,
): Iterable<Problem> {
  for (const pair of secretPairs(dockerfile, instruction)) {
    const { name, value, word } = pair
    if (isNothing(pair)) continue
    const where = instruction.keyword === 'ENV' ? 'in the image' : "in the image's history"
    const what = /^(?:""|'')?$/.test(value ?? '') ? 'The value of' : 'What stands in'
    // A stage that only builds is no part of the image; its steps are recorded all the same.
    const leak = isFinal
      ? `can be read ${where} by everybody who can pull it`
      : 'stays in the build cache, in logs and in the provenance of the image'
    const weight = USUAL.test(value ?? '') ? { severity: 'warning' as const } : {}
    yield { range: word.range, message: `${what} \`${name}\` ${leak}.`, ...weight }
  }
}

function secretPairs({ escape }: Dockerfile, instruction: Step['instruction']) {
  const { keyword } = instruction
  if (keyword !== 'ARG' && keyword !== 'ENV') return []
  const pairs = pairsOf(instruction, escape)
  const names = new Set(pairs.map(({ name }) => name.toLowerCase()))
  return pairs.filter(
    ({ name, value }) =>
      isSecretName(name) &&
      !isKeyOfPair(name, names) &&
      (value === undefined ? keyword === 'ARG' : !isHarmless(value, keyword)),
  )
}

/** In .NET's configuration `Filters__0__Key` and `Filters__0__Value` are the two halves of an entry. */
function isKeyOfPair(name: string, names: ReadonlySet<string>): boolean {
  return /__\d+__key$/i.test(name) || (/__key$/i.test(name) && names.has(name.toLowerCase().replace(/key$/, 'value')))
}

/** An ENV that takes its value from a variable that nothing sets: another rule says so. */
function addsNothing({ instruction, stage, state }: Step, { name, value }: Pair): boolean {
  const used = /^["']?\$\{?(\w+)\}?["']?$/.exec(value ?? '')?.[1]
  if (instruction.keyword !== 'ENV' || used === undefined || isDeclared(state.variables, used)) return false
  // Whatever the image has by this name it has anyway.
  return used === name || mayImageSet(stage, used) === false
}

/** An ARG without a useful default is there to be given a value. */
function isHarmless(value: string, keyword: string): boolean {
  return isHarmlessValue(value) && !(keyword === 'ARG' && /^(?:""|'')?$/.test(value))
}

function hasSecretName(dockerfile: Dockerfile, instruction: Step['instruction']): boolean {
  return secretPairs(dockerfile, instruction).length > 0
}
