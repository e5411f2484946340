import * as v from 'valibot'
import { faultInLicenses, meantLicense } from '../documents/spdx.js'

/** What a label's value has to be; the names are those of hadolint's label schema. */
export const LABEL_TYPES = ['text', 'rawtext', 'url', 'rfc3339', 'spdx', 'hash', 'semver', 'email'] as const
export type LabelType = (typeof LABEL_TYPES)[number]

/** The `labels` option of rules that know a project's label schema. */
export const LABELS_OPTION = v.optional(
  v.pipe(
    v.record(v.string(), v.picklist(LABEL_TYPES)),
    v.description(`Labels by name, each with what its value is: ${LABEL_TYPES.join(', ')}.`),
  ),
  {},
)

/** What the OCI image specification wants of its own keys. `revision` and `version` may be anything there. */
const OCI_TYPES: Readonly<Record<string, LabelType>> = {
  'org.opencontainers.image.created': 'rfc3339',
  'org.opencontainers.image.documentation': 'url',
  'org.opencontainers.image.licenses': 'spdx',
  'org.opencontainers.image.source': 'url',
  'org.opencontainers.image.url': 'url',
}

export function typeOfLabel(key: string, schema: Readonly<Record<string, LabelType>>): LabelType | undefined {
  return (Object.hasOwn(schema, key) ? schema[key] : undefined) ?? OCI_TYPES[key]
}

const TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/
// The one that https://semver.org gives, without its names.
const SEMVER =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(?:\+[\da-zA-Z-]+(?:\.[\da-zA-Z-]+)*)?$/

const FAULTS: Readonly<Record<LabelType, (value: string) => string | undefined>> = {
  text: () => undefined,
  rawtext: () => undefined,
  url: value => (isUrl(value) ? undefined : 'is no URL'),
  rfc3339: value => (isTime(value) ? undefined : 'is no time of RFC 3339, such as `2026-11-25T10:00:00Z`'),
  spdx: value => prefixed('is no SPDX license expression: ', faultInLicenses(value)),
  hash: value => (/^(?:[0-9a-f]{7,40}|[0-9a-f]{64})$/.test(value) ? undefined : 'is no git hash'),
  semver: value => (SEMVER.test(value) ? undefined : 'is no semantic version, such as `1.2.3`'),
  email: value => (/^[^\s@<>]+@[^\s@<>]+$/.test(value) ? undefined : 'is no e-mail address'),
}

/** What is wrong with a value, to be read behind the label's name. */
export function faultOfLabel(type: LabelType, value: string): string | undefined {
  return FAULTS[type](value)
}

function prefixed(prefix: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${prefix}${text}`
}

/** A scheme and something behind it. `github.com:owner` looks like one, and `https:/host` has no host. */
function isUrl(value: string): boolean {
  if (/^https?:/i.test(value)) return /^https?:\/\/[^\s/]+(?:\/\S*)?$/i.test(value)
  return /^[a-z][a-z0-9+-]*:\S+$/i.test(value)
}

function isTime(value: string): boolean {
  return TIME.test(value) && !Number.isNaN(Date.parse(value.replace(' ', 'T').toUpperCase()))
}

const FORGES = 'github\\.com|gitlab\\.com|bitbucket\\.org|codeberg\\.org'
const WITHOUT_SCHEME = new RegExp(`^(?:www\\.)?(?:${FORGES})/[\\w./~-]+$`, 'i')
const SSH = new RegExp(`^git@(${FORGES}):([\\w-][\\w./-]*?)(?:\\.git)?$`, 'i')

/** What a value that is wrong was meant to be, where there is no doubt about its form. */
export function meantValue(type: LabelType, value: string): string | undefined {
  if (type === 'spdx') return meantLicense(value)
  if (type === 'rfc3339')
    return /^\d{4}-\d\d-\d\d$/.test(value) && isTime(`${value}T00:00:00Z`) ? `${value}T00:00:00Z` : undefined
  if (type !== 'url') return undefined
  if (WITHOUT_SCHEME.test(value)) return `https://${value}`
  const ssh = SSH.exec(value)
  return ssh ? `https://${ssh[1]}/${ssh[2]}` : undefined
}
