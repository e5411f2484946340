import { describe, expect, test } from '@jest/globals'
import { applyEdits } from '../../src/fixes/edits.js'
import { pinnedBaseImage } from '../../src/rules/pinned-base-image.js'
import { checked, type Files } from './checking.js'

/** The image of the first FROM after the fix of the first finding. */
function image(text: string, files: Files, path = 'Dockerfile'): string | undefined {
  const fix = checked(text, [pinnedBaseImage], files, path).findings[0]?.fix
  return fix && /^FROM (\S+)/m.exec(applyEdits(text, fix.edits))?.[1]
}

const titleOf = (text: string, files: Files) => checked(text, [pinnedBaseImage], files).findings[0]?.fix?.title

describe('what the project says it is for', () => {
  test.each([
    ['node', '.nvmrc', '22\n', '22'],
    ['node', '.nvmrc', 'v20.11.1', '20'],
    ['node', '.nvmrc', '# ours\nlts/Iron\n', '20'],
    ['node', '.nvmrc', 'lts/*', undefined],
    ['node', '.nvmrc', 'node', undefined],
    ['node', '.nvmrc', '0.10', undefined],
    ['node', '.node-version', '22.1', '22'],
    ['node', 'package.json', '{"engines":{"node":"22.x"}}', '22'],
    ['node', 'package.json', '{"engines":{"node":"^22.4.0"}}', '22'],
    ['node', 'package.json', '{"engines":{"node":">=22.4 <23"}}', '22'],
    ['node', 'package.json', '{"engines":{"node":">=20"}}', undefined],
    ['node', 'package.json', '{"engines":{"node":">=20 <23"}}', undefined],
    ['node', 'package.json', '{"engines":{"node":"20 || 22"}}', undefined],
    ['node', 'package.json', '{"engines":{"node":22}}', undefined],
    ['node', 'package.json', '{"engines":{"node":">=18"},"volta":{"node":"22.4.1"}}', '22'],
    ['node', 'package.json', '{', undefined],
    ['node', '.tool-versions', 'python 3.12.1\nnodejs 22.4.1\n', '22'],
    ['python', '.python-version', '3.12.4\r\n', '3.12'],
    ['python', '.python-version', '3.12', '3.12'],
    ['python', '.python-version', '3.12\n3.11\n', undefined],
    ['python', '.python-version', 'pypy3.10', undefined],
    ['python', '.python-version', '3', undefined],
    ['python', 'pyproject.toml', '[project]\nrequires-python = "==3.12.*"\n', '3.12'],
    ['python', 'pyproject.toml', '[project]\nrequires-python = "~=3.12.1"\n', '3.12'],
    ['python', 'pyproject.toml', '[project]\nrequires-python = ">=3.12, <3.13"\n', '3.12'],
    ['python', 'pyproject.toml', '[project]\nrequires-python = "==3.12.4"\n', '3.12.4'],
    ['python', 'pyproject.toml', '[project]\nrequires-python = ">=3.10"\n', undefined],
    ['python', 'pyproject.toml', '[project]\nrequires-python = "~=3.12"\n', undefined],
    ['python', 'pyproject.toml', '[tool.poetry.dependencies]\npython = "~3.12"\n', '3.12'],
    ['python', 'pyproject.toml', '[tool.poetry.dependencies]\npython = "3.12.4"\n', '3.12.4'],
    ['python', 'pyproject.toml', '[tool.poetry.dependencies]\npython = "^3.12"\n', undefined],
    ['golang', 'go.mod', 'module a\n\ngo 1.22\n', '1.22'],
    ['golang', 'go.mod', 'module a\r\ngo 1.22.3 // b\r\n', '1.22'],
    ['golang', 'go.mod', 'module a\ngo 1.22.0\ntoolchain go1.23.4\n', '1.23'],
    ['golang', 'go.mod', 'module a\n\ngo 1.16\n', undefined],
    ['ruby', '.ruby-version', 'ruby-3.3.1\n', '3.3.1'],
    ['ruby', '.ruby-version', 'jruby-9.4', undefined],
    ['ruby', 'Gemfile', 'source "x"\nruby "3.3.1"\n', '3.3.1'],
    ['ruby', 'Gemfile', "ruby '~> 3.3.0'\n", '3.3'],
    ['ruby', 'Gemfile', "ruby '~> 3.3'\n", undefined],
    ['rust', 'rust-toolchain', '1.75.0\n', '1.75.0'],
    ['rust', 'rust-toolchain.toml', '[toolchain]\nchannel = "1.75"\n', '1.75'],
    ['rust', 'rust-toolchain.toml', '[toolchain]\nchannel = "stable"\n', undefined],
  ])('%s: %s %j', (name, file, text, tag) => {
    const wanted = tag === undefined ? undefined : `${name}:${tag}`
    expect(image(`FROM ${name}\nCOPY . .\n`, { [file]: text })).toBe(wanted)
    expect(image(`FROM docker.io/library/${name}:latest\nCOPY . .\n`, { [file]: text })).toBe(
      wanted && `docker.io/library/${wanted}`,
    )
    expect(image(`FROM bitnami/${name}\nCOPY . .\n`, { [file]: text })).toBeUndefined()
  })

  test('files that agree, and files that do not', () => {
    const text = 'FROM python\nCOPY . .\n'
    const pyproject = '[project]\nrequires-python = "==3.12.4"\n'
    expect(image(text, { '.python-version': '3.12', 'pyproject.toml': pyproject })).toBe('python:3.12.4')
    expect(image(text, { '.python-version': '3.13', 'pyproject.toml': pyproject })).toBeUndefined()
    expect(image(text, { '.python-version': '3.13', 'pyproject.toml': '[project]\n' })).toBe('python:3.13')
  })

  test('the nearest folder that says something counts, of those above', () => {
    const files = { '.nvmrc': '20', 'a/.nvmrc': '22', 'a/b/c/x': '', 'a/b/c/d/.nvmrc': '24' }
    const text = 'FROM node\nCOPY . .\n'
    expect(image(text, files, 'a/b/c/Dockerfile')).toBe('node:22')
    expect(image(text, files, 'b/Dockerfile')).toBe('node:20')
  })

  test('an image into which nothing of the project comes is not for it', () => {
    const files = { '.nvmrc': '22', a: '' }
    expect(image('FROM node\nRUN npm i -g x\n', files)).toBeUndefined()
    expect(image('FROM node\nADD https://example.com/a /a\n', files)).toBeUndefined()
    expect(image('FROM node\nCOPY --from=other:1 /a /a\n', files)).toBeUndefined()
    expect(image('FROM node AS base\nRUN npm i -g x\nFROM base\nCOPY a .\n', files)).toBe('node:22')
    expect(titleOf('FROM node\nCOPY a .\n', files)).toBe(
      'Use 22, as `.nvmrc` does; the image may change to that version',
    )
  })
})

describe('what other Dockerfiles use', () => {
  const beside = (from: string, ...others: readonly string[]) =>
    image(`FROM ${from}\n`, Object.fromEntries(others.map((other, i) => [`${i}.Dockerfile`, `FROM ${other}\n`])))

  test('the version, never the variant: that of latest stays', () => {
    expect(beside('node', 'node:22-alpine')).toBe('node:22')
    expect(beside('python:latest', 'python:3.12.1-slim-bookworm', 'python:3.12.1')).toBe('python:3.12.1')
    expect(beside('debian', 'debian:bookworm-slim')).toBe('debian:bookworm')
    expect(beside('alpine', 'alpine:3.22')).toBe('alpine:3.22')
    expect(beside('ghcr.io/a/b', 'ghcr.io/a/b:v1.2')).toBe('ghcr.io/a/b:v1.2')
    expect(beside('gradle', 'gradle:8-jdk21-alpine')).toBeUndefined()
  })

  test('what is no version, or one that nobody should go back to', () => {
    for (const tag of ['lts', 'alpine', 'latest', '23-rc', 'current-slim', `22@sha256:${'0'.repeat(64)}x`])
      expect([tag, beside('node', `node:${tag}`)]).toEqual([tag, undefined])
    expect(beside('alpine', 'alpine:edge')).toBeUndefined()
    expect(beside('alpine', 'alpine:3.8')).toBeUndefined()
    expect(beside('ubuntu', 'ubuntu:14.04')).toBeUndefined()
    expect(beside('centos', 'centos:7')).toBeUndefined()
    expect(beside('debian', 'debian:9-slim')).toBeUndefined()
    expect(beside('node', 'node:$VERSION')).toBeUndefined()
  })

  test('several versions are none; the file itself does not count', () => {
    expect(beside('node', 'node:22', 'node:20-alpine')).toBeUndefined()
    expect(image('FROM node\n', { 'a.txt': 'FROM node:20\n', 'Dockerfile.md': 'FROM node:20\n' })).toBeUndefined()
  })

  test('a variable with a default is a version', () => {
    expect(image('FROM node\n', { 'test.Dockerfile': 'ARG V=22\nFROM node:$V-slim\n' })).toBe('node:22')
  })

  test('elsewhere only what all projects agree on, if one is a neighbour', () => {
    const files = { 'a/Dockerfile': 'FROM node:22-slim\n', 'b/Dockerfile': 'FROM node:22\n' }
    expect(image('FROM node\n', files, 'c/Dockerfile')).toBe('node:22')
    expect(image('FROM node\n', files, 'c/d/e/Dockerfile')).toBeUndefined()
    expect(image('FROM node\n', { ...files, 'x/y/z/Dockerfile': 'FROM node:8\n' }, 'c/Dockerfile')).toBeUndefined()
    expect(image('FROM node\n', { 'a/Dockerfile': 'FROM node:22\n' }, 'c/Dockerfile')).toBeUndefined()
  })

  test('the same folder goes before the project’s files, these before other folders', () => {
    const far = { 'a/Dockerfile': 'FROM node:18\n', 'b/Dockerfile': 'FROM node:18\n', 'c/.nvmrc': '20' }
    const text = 'FROM node\nCOPY . .\n'
    expect(image(text, far, 'c/Dockerfile')).toBe('node:20')
    expect(image(text, { ...far, 'c/Dockerfile.dev': 'FROM node:22\n' }, 'c/Dockerfile')).toBe('node:22')
  })
})

test('another stage: its tag, but no other system', () => {
  const of = (text: string) => {
    const fix = checked(text, [pinnedBaseImage]).findings[0]?.fix
    return fix && applyEdits(text, fix.edits)
  }
  expect(of('FROM node:22-slim AS a\nFROM node\n')).toBe('FROM node:22-slim AS a\nFROM node:22-slim\n')
  expect(of('FROM node:22-alpine AS a\nFROM node\n')).toBe('FROM node:22-alpine AS a\nFROM node:22\n')
  expect(of('FROM node:22 AS a\nFROM node:20 AS b\nFROM node\n')).toBeUndefined()
  expect(of('FROM node:22 AS a\nFROM no\\\nde\n')).toBeUndefined()
  expect(of('FROM rust:slim AS a\nFROM rust:latest\n')).toBeUndefined()
  expect(of('FROM debian:bookworm-slim AS a\nFROM debian\n')).toBe(
    'FROM debian:bookworm-slim AS a\nFROM debian:bookworm-slim\n',
  )
})

test('a repository that only adds to the same image does not build it', () => {
  const text = 'FROM acme/core\nRUN a\n'
  const found = (other: string) => checked(text, [pinnedBaseImage], { 'core/Dockerfile': other }).findings.length
  expect(found('FROM debian:12\n')).toBe(0)
  expect(found('FROM acme/core:1\n')).toBe(1)
})

test('of several modules the nearest says which version is wanted', () => {
  const text = 'FROM golang\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n'
  const tag = (files: Files) =>
    checked(text, [pinnedBaseImage], files, 'a/b/Dockerfile').findings[0]?.fix?.edits[0]?.text
  const root = { 'go.mod': 'module x\n\ngo 1.24\n', 'a/b/main.go': '' }
  expect(tag(root)).toBe(':1.24')
  // Before 1.21 the line says nothing of what is needed.
  expect(tag({ ...root, 'a/b/go.mod': 'module y\n\ngo 1.14\n' })).toBeUndefined()
  expect(tag({ ...root, 'a/b/go.mod': 'module y\n\ngo 1.23\n' })).toBe(':1.23')
})
