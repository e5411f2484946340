import { inTheSameQuotes, labelsOf } from '../build/labels.js'
import { defineRule } from './rule.js'

const KEY = /^[a-z](?:[a-z0-9]|[._/-](?![.-]))*$/
/** Docker's own, but for those that its documentation asks authors of extensions to set. */
const RESERVED = /^(?:com\.docker\.(?!desktop\.|extension\.)|io\.docker\.|org\.dockerproject\.)/
/** Read in capitals by the atomic command of Fedora and RHEL, and by podman container runlabel. */
const COMMANDS = new Set(['DEBUG', 'HELP', 'INSTALL', 'RUN', 'STOP', 'UNINSTALL', 'UPDATE', 'UPGRADE'])

export const labelKey = defineRule({
  id: 'label-key',
  aliases: ['DL3048'],
  title: 'Write keys of labels as Docker recommends',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: `Keys in one spelling can be filtered by without guessing: \`docker ps --filter label=version\` does not find \`Version\`. Docker
recommends lower-case letters, digits, single periods and hyphens, and keeps \`com.docker\`, \`io.docker\` and \`org.dockerproject\`
for itself.`,
  fixable: 'sometimes',
  fixSafety:
    'What reads the label by its old key no longer finds it, so the fix is never applied without somebody looking.',
  examples: [
    {
      before: 'FROM alpine:3.22\nLABEL Version="1.0" Build_Date=today\n',
      after: 'FROM alpine:3.22\nLABEL version="1.0" build_date=today\n',
    },
    {
      before: 'FROM alpine:3.22\nLABEL com.docker.team="web" com..example=1 "com.example.a b"=1\n',
      after: 'FROM alpine:3.22\nLABEL com.docker.team="web" com..example=1 "com.example.a b"=1\n',
    },
  ],
  silent: [
    {
      why: 'the keys are as recommended',
      text: 'FROM alpine:3.22\nLABEL version=1 "com.example.a-b"=1 io.k8s.display-name=a org.label-schema.vcs-url=b\n',
    },
    { why: 'a variable has the key', text: 'FROM alpine:3.22\nARG NAME\nLABEL com.Example.$NAME=1\n' },
    {
      why: 'podman and atomic read it in capitals',
      text: 'FROM fedora:43\nLABEL RUN="podman run IMAGE" INSTALL="a"\n',
    },
    {
      why: 'Docker asks authors of extensions for it',
      text: 'FROM scratch\nLABEL com.docker.desktop.extension.api.version="0.3.4" com.docker.extension.publisher-url=a\n',
    },
    {
      why: 'many projects separate with underscores and slashes',
      text: 'FROM alpine:3.22\nLABEL build_date=1 app/part=2\n',
    },
  ],
  references: ['https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations'],
  *check(build) {
    const labels = labelsOf(build)
    const keys = new Set(labels.map(({ key }) => key))
    for (const { key, keyRange, contiguous } of labels) {
      if (key === undefined || COMMANDS.has(key)) continue
      const isReserved = RESERVED.test(key)
      if (!isReserved && isRecommended(key)) continue
      const lower = key.toLowerCase()
      const canBeLower = contiguous && lower !== key && isRecommended(lower) && !keys.has(lower)
      const text = inTheSameQuotes(build.dockerfile.text, keyRange, lower)
      yield {
        range: keyRange,
        message: isReserved
          ? `Docker keeps the prefix of \`${key}\` for itself.`
          : `\`${key}\` is not a key as Docker recommends it: lower-case letters, digits, single periods and hyphens.`,
        fix:
          canBeLower && !isReserved
            ? { title: `Write \`${lower}\``, safe: false, edits: [{ ...keyRange, text }] }
            : undefined,
      }
    }
  },
})

function isRecommended(key: string): boolean {
  return KEY.test(key) && /[a-z0-9]$/.test(key)
}
