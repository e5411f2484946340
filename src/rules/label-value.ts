import * as v from 'valibot'
import { faultOfLabel, LABELS_OPTION, type LabelType, meantValue, typeOfLabel } from '../build/label-types.js'
import { inTheSameQuotes, type Label, labelsOf } from '../build/labels.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

/** What some other program replaces before a build. */
const PLACEHOLDER = /\{\{|<[^>@]*>|\[[^\]]*\]|@@|__|%\w+%/
/** Licenses that have no identifier, and whose owners want none. */
const OWN_LICENSE = /propriet|commercial|reserved|copyright|internal|confidential|eula|agreement|unlicensed|terms/i

export const labelValue = defineRule({
  id: 'label-value',
  aliases: ['DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'],
  title: 'Give labels values that programs can read',
  category: 'upkeep',
  severity: 'warning',
  why: `Registries and scanners read the \`org.opencontainers.image\` labels: GitHub links a package to its repository by \`source\`,
Renovate finds release notes by it, and license reports read \`licenses\`. A value of another form is passed over without a word.`,
  fixable: 'sometimes',
  fixSafety: `Only the label's text changes: a repository's address gets its scheme, a license its identifier. A day gets the hour at
which it begins, which nobody measured, so that fix is never applied without somebody looking.`,
  options: v.strictObject({ labels: LABELS_OPTION }),
  examples: [
    {
      before: 'FROM alpine:3.22\nLABEL org.opencontainers.image.source="github.com/example/app"\n',
      after: 'FROM alpine:3.22\nLABEL org.opencontainers.image.source="https://github.com/example/app"\n',
    },
    {
      before:
        'FROM alpine:3.22\nLABEL org.opencontainers.image.licenses=GPLv3+ \\\n      org.opencontainers.image.url="git@github.com:example/app.git"\n',
      after:
        'FROM alpine:3.22\nLABEL org.opencontainers.image.licenses=GPL-3.0-or-later \\\n      org.opencontainers.image.url="https://github.com/example/app"\n',
    },
    {
      before: 'FROM alpine:3.22\nLABEL org.opencontainers.image.licenses "Apache License, Version 2.0"\n',
      after: 'FROM alpine:3.22\nLABEL org.opencontainers.image.licenses "Apache-2.0"\n',
    },
    {
      before: 'FROM alpine:3.22\nLABEL org.opencontainers.image.created="yesterday"\n',
      after: 'FROM alpine:3.22\nLABEL org.opencontainers.image.created="yesterday"\n',
    },
    {
      before: 'FROM alpine:3.22\nLABEL com.example.contact="Ann Lee" com.example.commit=""\n',
      after: 'FROM alpine:3.22\nLABEL com.example.contact="Ann Lee" com.example.commit=""\n',
      options: { labels: { 'com.example.contact': 'email', 'com.example.commit': 'hash' } },
    },
  ],
  silent: [
    {
      why: 'legacy-key-value says that the equals sign stands alone',
      text: 'FROM alpine:3.22\nLABEL org.opencontainers.image.source = "https://example.com"\n',
    },
    {
      why: 'a variable has the value',
      text: 'FROM alpine:3.22\nARG DATE\nARG REPO=a\nLABEL org.opencontainers.image.created=$DATE org.opencontainers.image.source="${REPO}"\n',
    },
    {
      why: 'the values are right',
      text: 'FROM alpine:3.22\nLABEL org.opencontainers.image.created="2026-11-25T10:00:00.5+01:00" org.opencontainers.image.licenses="(mit OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0" org.opencontainers.image.url=https://example.com\n',
    },
    {
      why: 'any revision and any version will do',
      text: 'FROM alpine:3.22\nLABEL org.opencontainers.image.revision=r1234 org.opencontainers.image.version=v1.2\n',
    },
    { why: 'the base image has a label that must go', text: 'FROM ubi9:1\nLABEL org.opencontainers.image.url=""\n' },
    {
      why: 'some other program fills it in',
      text: 'FROM alpine:3.22\nLABEL org.opencontainers.image.created="{{date}}" org.opencontainers.image.source=__REPO__ org.opencontainers.image.url="[homepage]"\n',
    },
    {
      why: 'the license is of their own',
      text: 'FROM alpine:3.22\nLABEL org.opencontainers.image.licenses="All rights reserved"\n',
    },
    { why: 'an old identifier is one', text: 'FROM alpine:3.22\nLABEL org.opencontainers.image.licenses="GPL-3.0"\n' },
    { why: 'other labels mean what they want', text: 'FROM alpine:3.22\nLABEL url="see wiki" licenses="Apache 2"\n' },
    {
      why: 'the source is in some other system',
      text: 'FROM alpine:3.22\nLABEL org.opencontainers.image.source="ssh://hg@example.com/app"\n',
    },
    {
      why: 'the schema wants text',
      text: 'FROM alpine:3.22\nLABEL org.opencontainers.image.url="the wiki" a=b\n',
      options: { labels: { 'org.opencontainers.image.url': 'text', a: 'text' } },
    },
  ],
  references: [
    'https://github.com/opencontainers/image-spec/blob/main/annotations.md',
    'https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/',
  ],
  *check(build, { labels }) {
    for (const label of labelsOf(build)) {
      const { key, value } = label
      // `LABEL key = value` has the equals sign in its value, which legacy-key-value says.
      if (key === undefined || value === undefined || PLACEHOLDER.test(value) || /^=\s/.test(value)) continue
      const type = typeOfLabel(key, labels)
      if (type === undefined) continue
      const isListed = Object.hasOwn(labels, key)
      if (value === '' && !isListed) continue
      if (type === 'spdx' && !isListed && OWN_LICENSE.test(value)) continue
      const fault = value === '' ? 'is empty' : faultOfLabel(type, value)
      if (fault === undefined) continue
      yield {
        range: { start: label.keyRange.start, end: label.valueRange.end },
        message: `\`${key}\` ${fault}.`,
        fix: () => fix(build.dockerfile.text, label, type, value),
      }
    }
  },
})

function fix(source: string, label: Label, type: LabelType, value: string): Fix | undefined {
  const meant = label.contiguous ? meantValue(type, value) : undefined
  if (meant === undefined) return undefined
  const text = inTheSameQuotes(source, label.valueRange, meant)
  // Of a day nobody knows the hour.
  const safe = type !== 'rfc3339'
  return { title: `Write \`${meant}\``, safe, edits: [{ ...label.valueRange, text }] }
}
