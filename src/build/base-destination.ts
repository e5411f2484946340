import { posix } from 'node:path'
import type { Word } from '../documents/dockerfile/instruction.js'
import type { Range } from '../documents/text.js'
import { knownSystem } from './base-contents.js'
import type { Step } from './build.js'
import { historyOf, rootReference } from './stage-history.js'

/** The images of these have no WORKDIR, in every version. */
const OFFICIAL =
  /^(?:almalinux|amazonlinux|centos|debian|fedora|nginx|node|python|rockylinux|ruby|rust|ubuntu)(?::|@|$)/

/** A relative destination that no WORKDIR of the build leads: the base image does. */
export interface BaseDestination {
  /** True for `.`: what is copied is spread over the folder. */
  readonly isRoot: boolean
  /** What the same place is called from the root, and the text that it takes the place of; undefined where that is not known or cannot be written. */
  readonly absolute: { readonly path: string; readonly range: Range } | undefined
}

/** Where a copy goes that relies on the working directory of the base image; undefined for one that does not. */
export function baseDestination({ stage, index, state }: Step, destination: Word): BaseDestination | undefined {
  const reference = rootReference(stage) ?? ''
  if (state.workdir !== '/' || reference === 'scratch' || !isRelative(destination.text)) return undefined
  const isSet = historyOf(stage).some(
    step => step.instruction.keyword === 'WORKDIR' && (step.stage !== stage || step.index < index),
  )
  if (isSet) return undefined
  const isRoot = /^\.\/?$/.test(destination.text)
  const isKnown = !isRoot && (knownSystem(reference) !== undefined || OFFICIAL.test(reference))
  return { isRoot, absolute: isKnown ? absolute(destination) : undefined }
}

/** Of Debian and its kin. */
const SYSTEM_FOLDERS = new Set(['bin', 'boot', 'dev', 'etc', 'lib', 'lib64', 'proc', 'sbin', 'sys', 'usr', 'var'])

function isRelative(path: string): boolean {
  return /^[\w.]/.test(path) && !/^[A-Za-z]:|\$/.test(path)
}

function absolute({ contiguous, range, text }: Word): BaseDestination['absolute'] {
  if (!contiguous || !/^[\w./@+-]+$/.test(text)) return undefined
  const path = posix.join('/', text)
  // Written out it would tell everybody that the program goes to a folder of the system; only a WORKDIR helps.
  if (SYSTEM_FOLDERS.has(path.split('/')[1] ?? '')) return undefined
  const inner = range.end - range.start - text.length === 2 ? 1 : 0
  return { path, range: { start: range.start + inner, end: range.end - inner } }
}
