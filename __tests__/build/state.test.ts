import { describe, expect, test } from '@jest/globals'
import { finalStages, runsOf, stepsOf } from '../../src/build/build.js'
import { homeOf } from '../../src/build/state.js'
import { endState, lastStage, model } from './modelling.js'

describe('WORKDIR', () => {
  test.each([
    ['FROM scratch', '/'],
    ['FROM debian', '/'],
    ['FROM golang', '/go'],
    ['FROM example.com/own/image', undefined],
    ['FROM example.com/own/image\nWORKDIR app', undefined],
    ['FROM example.com/own/image\nWORKDIR /app\nWORKDIR x', '/app/x'],
    ['FROM debian\nWORKDIR /a\nWORKDIR b\nWORKDIR ../c', '/a/c'],
    ['FROM debian\nENV HOME=/h\nWORKDIR $HOME/x', '/h/x'],
    ['FROM debian\nARG WHERE\nWORKDIR $WHERE', undefined],
    ['FROM debian\nWORKDIR /a//b/./c', '/a/b/c'],
    ['FROM debian AS one\nWORKDIR /a\nFROM one\nWORKDIR b', '/a/b'],
    ['FROM debian AS one\nWORKDIR /a\nFROM debian', '/'],
    ['FROM debian\nONBUILD WORKDIR /later', '/'],
  ])('%j', (text, workdir) => {
    expect(endState(text).workdir).toBe(workdir)
  })
})

describe('USER', () => {
  test.each([
    ['FROM debian', 'root', 0, '/root'],
    ['FROM scratch', 'root', 0, '/'],
    ['FROM debian\nUSER 0', 'root', 0, '/root'],
    ['FROM debian\nUSER root:root', 'root', 0, '/root'],
    ['FROM node\nUSER 1000', '1000', 1000, '/home/node'],
    ['FROM node\nUSER node', 'node', 1000, '/home/node'],
    ['FROM debian\nUSER 1234', '1234', 1234, undefined],
    ['FROM debian\nENV U=ann\nRUN useradd -u 77 ann\nUSER $U', 'ann', 77, '/home/ann'],
    ['FROM debian AS one\nUSER nobody\nFROM one', 'nobody', undefined, undefined],
    ['FROM node\nRUN usermod -u 5 node\nUSER root\nUSER "node"', 'node', undefined, '/home/node'],
    ['FROM example.com/own/image\nRUN apt-get update', 'root', 0, '/root'],
  ])('%j', (text, name, uid, home) => {
    expect(endState(text).user).toMatchObject({ name })
    expect(endState(text).user?.uid).toBe(uid)
    expect(endState(text).user?.home).toBe(home)
  })

  test.each([
    'FROM example.com/own/image',
    'FROM example.com/own/image\nRUN sudo apt-get update',
    'FROM example.com/own/image\nRUN make',
    'FROM debian\nARG WHO\nUSER $WHO',
  ])('%j: nobody knows', text => {
    expect(endState(text).user).toBeUndefined()
  })

  test('its group', () => {
    expect(endState('FROM node\nUSER node:50').user?.gid).toBe(50)
    expect(endState('FROM node\nUSER node').user?.gid).toBe(1000)
  })

  test.each([
    ['FROM node\nUSER node', '/home/node'],
    ['FROM node\nENV HOME=/elsewhere\nUSER node', '/elsewhere'],
    ['FROM debian', '/root'],
    ['FROM debian\nARG H\nENV HOME=$H', undefined],
    ['FROM example.com/own/image', undefined],
  ])('%j: HOME', (text, home) => {
    expect(homeOf(endState(text))).toBe(home)
  })
})

describe('SHELL', () => {
  const shells = (text: string) => runsOf(model(text)).map(({ instruction }) => instruction.arguments.text)
  test.each([
    ['FROM debian\nRUN a', ['a']],
    ['FROM debian\nRUN ["a"]', []],
    ['FROM debian\nSHELL ["/bin/bash", "-o", "pipefail", "-ec"]\nRUN a', ['a']],
    ['FROM debian\nSHELL ["pwsh", "-c"]\nRUN a', []],
    ['FROM debian\nSHELL ["cmd", "/C"]\nRUN a\nSHELL ["sh", "-c"]\nRUN b', ['b']],
    ['FROM mcr.microsoft.com/windows/nanoserver:1809\nRUN a', []],
    ['# escape=`\nFROM mcr.microsoft.com/own\nRUN a', []],
    ['FROM debian AS one\nSHELL ["pwsh", "-c"]\nFROM one\nRUN a\nFROM debian\nRUN b', ['b']],
    ['FROM debian\nONBUILD RUN a', ['a']],
    ['FROM debian\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF', []],
  ])('%j: scripts that a POSIX shell reads', (text, expected) => {
    expect(shells(text)).toEqual(expected)
  })
})

describe('FROM', () => {
  test.each([
    ['FROM debian:12', 'debian:12'],
    ['ARG V=12\nFROM debian:$V', 'debian:12'],
    ['ARG A=debian\nARG V=$A:12\nFROM $V', 'debian:12'],
    ['ARG V\nFROM debian:$V', undefined],
    ['FROM debian:$V', 'debian:'],
    ['FROM "debian:12"', 'debian:12'],
  ])('%j', (text, reference) => {
    expect(lastStage(text).reference).toBe(reference)
  })

  test('names the stage above it, in any case, and the last of that name', () => {
    const { stages } = model(
      'FROM debian AS Base\nUSER a\nFROM BASE AS x\nFROM x AS base\nUSER b\nFROM base\nFROM later AS later',
    )
    expect(stages.map(({ parent }) => parent && stages.indexOf(parent))).toEqual([undefined, 0, 1, 2, undefined])
    expect(stages[3]?.states.at(-1)?.user?.name).toBe('b')
  })

  test('the last stage and those below it make the image', () => {
    const build = model('FROM debian AS a\nFROM a AS b\nFROM debian AS c\nFROM b\nCOPY --from=c /x /y')
    expect([...finalStages(build)].map(({ stage }) => stage.index)).toEqual([3, 1, 0])
  })

  test('steps of a keyword come from every stage, with what ONBUILD keeps', () => {
    const steps = stepsOf(model('FROM debian AS a\nUSER x\nONBUILD USER y\nFROM a\nUSER z'), 'USER')
    expect(steps.map(({ instruction, isTrigger }) => [instruction.arguments.text, isTrigger])).toEqual([
      ['x', false],
      ['y', true],
      ['z', false],
    ])
  })
})
