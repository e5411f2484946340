import { posix } from 'node:path'
import { modelBuild, stepsOf } from '../../../src/build/build.js'
import type { Context } from '../../../src/build/context.js'
import { contextCopyOf } from '../../../src/build/context-copies.js'
import type { Repository } from '../../../src/build/repository.js'
import { parseDockerfile } from '../../../src/documents/dockerfile/document.js'
import { check } from '../../../src/rules/check.js'
import { copyOutsideContext } from '../../../src/rules/copy-outside-context.js'
import { ignoredCopy } from '../../../src/rules/ignored-copy.js'
import { missingCopySource } from '../../../src/rules/missing-copy-source.js'
import { defaultSettings } from '../../../src/settings/defaults.js'
import type { Tree } from './trees.js'

/** What comes to lie where: the text of a file, or `→` and where a link leads. */
export type Landed = Readonly<Record<string, string>>

/** What is said of one COPY: that the build stops at it, what it puts where, or nothing, with the reason. */
export type Verdict = { readonly stops: string } | { readonly lands: Landed } | { readonly open: string }

const SETTINGS = defaultSettings([copyOutsideContext, ignoredCopy, missingCopySource])

export function repositoryOf(tree: Tree, dockerfile: string): Repository {
  const texts = new Map([...tree.files, [tree.dockerfile, dockerfile]])
  const all = [...texts, ...tree.links]
  return {
    ...{ texts, files: new Map(all.map(([path, text]) => [path, Buffer.byteLength(text)])), isComplete: true },
    links: new Set(tree.links.keys()),
  }
}

/** All that is sent, by its path in the context. */
export function sentOf(tree: Tree, repository: Repository): Landed | undefined {
  const { context } = modelBuild(parseDockerfile(tree.dockerfile, 'FROM scratch\n'), repository)
  return context && landed(tree, context, [{ source: '', kind: 'folder', target: '/' }])
}

export function verdictOf(line: string, tree: Tree, repository: Repository): Verdict {
  const dockerfile = parseDockerfile(tree.dockerfile, `FROM scratch\n${line}\n`)
  if (dockerfile.error) return { open: 'syntax' }
  const build = modelBuild(dockerfile, repository)
  const finding = check(build, SETTINGS).find(({ severity }) => severity === 'error')
  const [step] = stepsOf(build, 'COPY', 'ADD')
  const copy = step && contextCopyOf(step, '\\', build.context, new Set(['/']))
  if (finding && copy) throw new Error(`it stops and it lands: ${line}: ${finding.message}`)
  if (finding) return { stops: finding.rule.id }
  if (copy && build.context) {
    const lands = landed(tree, build.context, copy.placements)
    // Of two sources one may have a file where the other has a folder.
    const isOver = (path: string) => Object.keys(lands).some(other => other.startsWith(`${path}/`))
    return Object.keys(lands).some(isOver) ? { open: 'a file and a folder of one name' } : { lands }
  }
  return { open: reasonFor(line, step?.instruction.flags.length ?? 0, build.context) }
}

/** Why nothing may be said; `none` for what has to be told. */
function reasonFor(line: string, flags: number, context: Context | undefined): string {
  if (context === undefined) return 'the ignore file is refused'
  if (/[*?[\\]/.test(line.replace(/^\w+ (?:--\S+ )?\[/, ''))) return 'a pattern'
  if (flags > 0) return 'a flag'
  const words = /\[.*\]$/.test(line)
    ? (JSON.parse(line.slice(line.indexOf('['))) as string[])
    : line.split(' ').slice(1)
  const sources = words.slice(0, -1)
  if (sources.some(source => context.kindOf(source) === 'link')) return 'a link'
  return sources.length > 1 && !words.at(-1)?.endsWith('/') ? 'several sources for one file' : 'none'
}

interface Placed {
  readonly source: string
  readonly kind: 'file' | 'folder'
  readonly target: string
}

function landed(tree: Tree, context: Context, placements: readonly Placed[]): Landed {
  const found: Record<string, string> = {}
  for (const { source, kind, target } of placements)
    for (const path of kind === 'file' ? [source] : context.filesIn(source)) {
      const to = kind === 'file' ? target : posix.join(target, posix.relative(source, path))
      const whole = posix.join(tree.root, path)
      const link = tree.links.get(whole)
      const text = context.sizeOf(path) === 0 ? '' : (tree.files.get(whole) ?? '(Dockerfile)')
      found[to] = link === undefined ? text : `→ ${link}`
    }
  return found
}
