import { type Build, type RunStep, runsOf, stepsOf, stepsOfStage } from '../build/build.js'
import type { StageBuild } from '../build/state.js'
import { isVerified, uncheckedCertificate } from '../build/unchecked.js'
import { isUncheckedVariable, mayRead } from '../build/unchecked-variables.js'
import { expand } from '../build/variables.js'
import { pairsOf } from '../documents/dockerfile/pairs.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import type { Call } from '../documents/shell/calls.js'
import type { Fix } from '../fixes/edits.js'
import { deleteParts } from '../fixes/shell-edits.js'
import { remembered } from '../remembered.js'
import { defineRule, type Problem } from './rule.js'

export const certificatesUnchecked = defineRule({
  id: 'certificates-unchecked',
  aliases: [
    ...['CKV2_DOCKER_2', 'CKV2_DOCKER_3', 'CKV2_DOCKER_4', 'CKV2_DOCKER_5', 'CKV2_DOCKER_6', 'CKV2_DOCKER_12'],
    ...['CKV2_DOCKER_13', 'CKV2_DOCKER_14', 'CKV2_DOCKER_15', 'CKV2_DOCKER_16'],
  ],
  title: 'Check the certificates of what is downloaded',
  category: 'security',
  severity: 'warning',
  why: `Without the check anybody on the way, a proxy or a wrong DNS answer, can hand over another file, and the build runs
it as root and puts it into the image. Where the server has a certificate of a company's own authority, add that authority:
\`COPY ca.crt /usr/local/share/ca-certificates/\` and \`update-ca-certificates\`. Where certificates are missing altogether,
install \`ca-certificates\`. In ENV the switch holds for the program in the container, too.`,
  fixable: 'sometimes',
  fixSafety: `The file that comes is the same if the certificate holds. If it does not, the build stops, so the fix is never
applied without somebody looking.`,
  examples: [
    {
      before:
        'FROM python:3.13\nRUN curl -kfsSL https://example.org/a.sh -o a.sh \\\n && wget --no-check-certificate https://example.org/b\n',
      after: 'FROM python:3.13\nRUN curl -fsSL https://example.org/a.sh -o a.sh \\\n && wget https://example.org/b\n',
    },
    {
      before: 'FROM node:22-slim\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\nRUN npm config set strict-ssl false && npm ci\n',
      after: 'FROM node:22-slim\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\nRUN npm config set strict-ssl false && npm ci\n',
    },
    {
      before: 'FROM python:3.13\nRUN pip install --trusted-host pypi.org requests\n',
      after: 'FROM python:3.13\nRUN pip install --trusted-host pypi.org requests\n',
    },
    {
      before: 'FROM php:5.6-apache\nRUN curl -kfsSL https://example.org/a.phar -o /a.phar\n',
      after: 'FROM php:5.6-apache\nRUN curl -kfsSL https://example.org/a.phar -o /a.phar\n',
    },
  ],
  silent: [
    {
      why: 'pip asks another host',
      text: 'FROM python:3.13\nRUN pip install --trusted-host pypi.python.org -r r.txt\n',
    },
    {
      why: 'it asks itself',
      text: 'FROM debian:12\nRUN ./serve & curl -k https://localhost:8443/ && curl -k https://127.0.0.1\n',
    },
    {
      why: 'the container asks itself',
      text: 'FROM debian:12\nHEALTHCHECK CMD curl -k https://localhost/ || exit 1\n',
    },
    { why: 'http has no certificate', text: 'FROM debian:12\nRUN wget --no-check-certificate http://example.org/a\n' },
    {
      why: 'k is a file',
      text: 'FROM debian:12\nRUN curl -fsSLo k https://example.org/k && curl -ok https://example.org/k\n',
    },
    {
      why: 'the index lies in a network of its own',
      text: 'FROM python:3.13\nRUN pip install --trusted-host pypi.corp.internal -i http://pypi.corp.internal/simple a\n',
    },
    {
      why: 'a variable names the host',
      text: 'FROM python:3.13\nARG INDEX\nRUN pip install --trusted-host $INDEX a\n',
    },
    {
      why: 'the check is on',
      text: 'FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=1 NPM_CONFIG_STRICT_SSL=true\nRUN npm config set strict-ssl true\n',
    },
    {
      why: 'a checksum that stands here tells whether it is the right file',
      text: 'FROM debian:12\nRUN curl -kfsSLo /tmp/a.tgz https://example.org/v1/a.tgz \\\n && echo "0f1e  /tmp/a.tgz" | sha256sum -c - && tar -xf /tmp/a.tgz\n',
    },
    {
      why: 'a signature tells',
      text: 'FROM debian:12\nRUN wget --no-check-certificate https://example.org/a.tgz https://example.org/a.tgz.asc && gpg --verify a.tgz.asc a.tgz\n',
    },
    {
      why: 'it is only said',
      text: 'FROM fedora:42\nRUN echo "try --setopt=main.sslverify=0 or sslverify=0" && NODE_TLS_REJECT_UNAUTHORIZED="0\\"" node -v\n',
    },
    { why: 'nothing is set', text: 'FROM node:22\nARG PIP_TRUSTED_HOST\nARG NODE_TLS_REJECT_UNAUTHORIZED=""\n' },
    { why: 'Python does not know it', text: 'FROM python:3.13\nRUN NODE_TLS_REJECT_UNAUTHORIZED=0 python a.py\n' },
    { why: 'another program has the letter', text: 'FROM debian:12\nRUN sort -k 2 a && tar -xkf b.tar\n' },
  ],
  references: ['https://docs.docker.com/build/building/best-practices/', 'https://curl.se/docs/sslcerts.html'],
  *check(build) {
    for (const step of stepsOf(build, 'ENV', 'ARG')) {
      const { escape } = build.dockerfile
      for (const { name, value, word } of pairsOf(step.instruction, escape)) {
        if (value === undefined || !isUncheckedVariable(name, expand(step.state.variables, value, escape))) continue
        const where = step.instruction.keyword === 'ENV' ? 'in the build and in the container' : 'in the build'
        yield { range: word.range, message: said(name, ` ${where}`) }
      }
    }
    for (const run of runsOf(build)) yield* inRun(build, run)
  },
})

function said(name: string, where = ''): string {
  return /_HOST$/.test(name)
    ? `With \`${name}\` the certificate of the host that it names is not checked${where}.`
    : `With \`${name}\` certificates are not checked${where}.`
}

function* inRun(build: Build, run: RunStep): Iterable<Problem> {
  const { script } = run
  for (const call of run.calls) {
    for (const { name, value, range } of call.assignments)
      if (isUncheckedVariable(name, value) && mayRead(call, name))
        yield { range: toSource(script.text, range), message: said(name) }
    const exported = call.program === 'export' ? call.args : []
    for (const { value, range } of exported) {
      const [name = '', assigned] = (value ?? '').split('=', 2)
      if (isUncheckedVariable(name, assigned)) yield { range: toSource(script.text, range), message: said(name) }
    }
    const unchecked = uncheckedCertificate(call)
    if (unchecked === undefined || isVerified(call, run.calls)) continue
    yield {
      range: toSource(script.text, unchecked.word.range),
      message: 'The certificate is not checked: whoever is on the way can hand over something else.',
      fix: () => fix(build, run, call),
    }
  }
}

function fix(build: Build, run: RunStep, call: Call): Fix | undefined {
  const { word, checked } = uncheckedCertificate(call) ?? {}
  if (word === undefined || checked === undefined || !run.script.editable) return undefined
  if (!isContiguous(run.script.text, word.range) || !hasAuthorities(build, run.stage)) return undefined
  // Of a variable nobody knows whether its server has a certificate that holds.
  if (!call.args.some(({ text }) => /^["']?https:\/\/[\w.-]+\.[a-z]+\//i.test(text))) return undefined
  const edits =
    checked === '' ? deleteParts(run, { words: [word] }) : [{ ...toSource(run.script.text, word.range), text: checked }]
  return edits && { title: 'Check the certificate; the build stops if it does not hold', safe: false, edits }
}

/** Their authorities have run out, or lack those of today: whoever switches the check off there has tried. */
const OLD_RELEASE =
  /(?:wheezy|jessie|stretch|precise|trusty|xenial)|^debian:[6-9](?!\d)|^ubuntu:1[0-6](?!\d)|^centos:[5-8](?!\d)|^alpine:[12](?!\d)|^alpine:3\.\d(?!\d)/
/** The first release of an image that is built upon authorities of 2021 or later; without a number it is a new one. */
const RECENT: Readonly<Record<string, readonly [number, number]>> = {
  golang: [1, 18],
  maven: [3, 9],
  node: [18, 0],
  php: [8, 1],
  python: [3, 10],
  ruby: [3, 1],
  rust: [1, 60],
}

function isOld(reference: string): boolean {
  const [, name = '', major, minor] = /^([^:@]+)(?::(\d+)(?:\.(\d+))?)?/.exec(reference) ?? []
  const recent = Object.hasOwn(RECENT, name) ? RECENT[name] : undefined
  if (OLD_RELEASE.test(reference)) return true
  if (recent === undefined || major === undefined) return false
  // `python:3` is the newest of them.
  const [least, after] = recent
  return Number(major) < least || (Number(major) === least && minor !== undefined && Number(minor) < after)
}

const HAS_AUTHORITIES = /^(?:alpine|buildpack-deps|fedora|golang|node|python|ruby|rust|maven|php)(?=[:@]|$)(?!.*slim)/

/** True when the image surely has certificates to check others with. */
function hasAuthorities(build: Build, stage: StageBuild): boolean {
  if (stage.parent) return hasAuthorities(build, stage.parent) || installs(stage)
  if (isOld(stage.reference ?? '')) return false
  return HAS_AUTHORITIES.test(stage.reference ?? '') || installs(stage)
}

const installs = remembered((stage: StageBuild): boolean =>
  stepsOfStage(stage).some(({ instruction }) => /\bca-certificates\b/.test(instruction.logical.text)),
)
