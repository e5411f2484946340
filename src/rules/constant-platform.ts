import type { Build } from '../build/build.js'
import type { Flag } from '../documents/dockerfile/instruction.js'
import { defineRule } from './rule.js'

export const constantPlatform = defineRule({
  id: 'constant-platform',
  aliases: ['DL3029', 'FromPlatformFlagConstDisallowed'],
  title: 'Leave the platform to the build',
  category: 'correctness',
  severity: 'info',
  why: `An image with \`--platform=linux/amd64\` in its last FROM is for amd64 wherever it is built: \`docker build --platform\` has no effect,
and on an Arm machine it runs in an emulator, several times slower.`,
  fixable: 'never',
  examples: [
    {
      before: 'FROM --platform=linux/amd64 node:22\nCMD ["node", "a.js"]\n',
      after: 'FROM --platform=linux/amd64 node:22\nCMD ["node", "a.js"]\n',
    },
  ],
  silent: [
    { why: 'it follows the build', text: 'FROM --platform=$BUILDPLATFORM golang:1.25 AS build\nFROM scratch\n' },
    { why: 'an argument can change it', text: 'ARG PLATFORM=linux/amd64\nFROM --platform=$PLATFORM node:22\n' },
    { why: 'the stage is for it', text: 'FROM --platform=linux/arm64 alpine:3.22 AS tool-arm64\n' },
    { why: 'the image exists only for it', text: 'FROM --platform=linux/amd64 example.com/tool-amd64:1\n' },
    {
      why: 'what it holds exists only for it',
      text: 'FROM --platform=linux/amd64 debian:12\nCOPY --from=example.com/a:1 /lib/a.x64.so /lib/\n',
    },
    {
      why: 'a digest may be for one platform only',
      text: `FROM --platform=linux/amd64 node@sha256:${'0'.repeat(64)}\n`,
    },
    {
      why: 'one stage for each platform',
      text: 'FROM --platform=linux/amd64 a:1 AS x\nFROM --platform=linux/arm64 a:1 AS y\n',
    },
    {
      why: 'a comment gives the reason',
      text: '# the client library is for amd64 only\nFROM --platform=linux/amd64 debian:12\n',
    },
    {
      why: 'a stage that only builds has its tools for it',
      text: 'FROM --platform=linux/amd64 golang:1.25 AS build\nRUN make\nFROM scratch\nCOPY --from=build /a /a\n',
    },
  ],
  references: ['https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/'],
  *check(build) {
    const flag = build.stages.at(-1) && platformOf(build, -1)
    const stage = build.stages.at(-1)?.stage
    if (flag?.value === undefined || stage === undefined || stage.from.comments.length > 0) return
    const [os = '', arch = ''] = flag.value.toLowerCase().split('/')
    const platforms = build.stages.map((_, i) => platformOf(build, i)?.value).filter(value => value !== undefined)
    if (/[$"']/.test(flag.value) || arch === '' || os === 'windows' || new Set(platforms).size > 1) return
    // A digest may be that of the one platform.
    if (stage.image.text.includes('@')) return
    if (stage.name?.includes(os)) return
    const own = stage.instructions.map(({ logical }) => logical.text)
    const texts = [`${stage.name} ${stage.image.text} ${build.dockerfile.path}`, ...own]
    if (texts.some(text => names(text, os === 'linux' ? arch : os))) return
    yield {
      range: flag.range,
      message: `The image is for ${flag.value} whatever \`docker build --platform\` says, and runs in an emulator elsewhere.`,
    }
  },
})

function platformOf({ stages }: Build, index: number): Flag | undefined {
  return stages.at(index)?.stage.from.flags.find(({ name }) => name === 'platform')
}

/** True when a text names an architecture, in one of its spellings. */
function names(text: string, arch: string): boolean {
  const other: Readonly<Record<string, string>> = { amd64: 'x86[-_]?64|x64', arm64: 'aarch64|arm64v8', arm: 'armv?\\d' }
  return new RegExp(`${arch.replace(/\W/g, '')}${other[arch] ? `|${other[arch]}` : ''}`, 'i').test(text)
}
