import { posix } from 'node:path'
import { describeBuild } from '../build/builds/known-build.js'
import { grouped } from '../build/grouped.js'
import { meantPath } from '../build/meant-paths.js'
import { type MissingSources, missingSources, type Source } from '../build/missing-sources.js'
import { hasPath, joinPath } from '../build/repository.js'
import { mayHoldUntracked } from '../build/untracked.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { EXAMPLES, SILENT } from './examples/missing-copy-source.js'
import { defineRule, type Problem } from './rule.js'

export const missingCopySource = defineRule({
  id: 'missing-copy-source',
  aliases: [],
  title: 'Copy what the build context has',
  category: 'correctness',
  severity: 'error',
  why: `A Compose, Bake or Skaffold file or a GitHub workflow says with which context it builds a Dockerfile; a path that is not in it
stops the build. No linter that reads one file alone can see that. Over the history of one public repository with some forty services, 132 of 215 commits that touch Docker files
have at least one service whose COPY source is not in its context.

Where no file says how it is built, a change that takes away what was there until now is told of, be the Dockerfile touched or not.

A workflow counts only if no step in front of the build can have made a file. What git ignores, a submodule holds, a link leads to or a build makes (\`dist\`, \`target\`, \`*.jar\`, keys) may be there all the same, and is
left alone.`,
  fixable: 'sometimes',
  fixSafety:
    'The path in the fix exists. Where something else builds the Dockerfile with another context, that build is another matter.',
  examples: EXAMPLES,
  silent: SILENT,
  references: [
    'https://docs.docker.com/build/concepts/context/',
    'https://docs.docker.com/reference/compose-file/build/',
    'https://docs.docker.com/build/bake/reference/',
    'https://github.com/docker/build-push-action#inputs',
  ],
  *check(build) {
    const lacking: Lack[] = []
    for (const group of missingSources(build)) {
      const { fitting, root } = group
      const isThere = ({ path }: Source) => fitting !== undefined && hasPath(build.repository, joinPath(fitting, path))
      const missing = group.missing.filter(source => !isThere(source))
      if (fitting !== undefined) yield whole(group, fitting, group.missing.filter(isThere))
      const meant = missing.map(({ word, path }) =>
        word.contiguous && !word.text.includes('$')
          ? meantPath(build.dockerfile.path, root, path, build.repository)
          : undefined,
      )
      for (const [i, path] of meant.entries())
        if (path !== undefined) lacking.push({ group, missing: [missing[i] as Source], path })
      const isPuzzling = (source: Source, i: number) =>
        meant[i] === undefined && !mayHoldUntracked(joinPath(group.root, source.path), build.repository)
      const [first, ...others] = missing.filter(isPuzzling)
      if (first) lacking.push({ group, missing: [first, ...others], path: undefined })
    }
    for (const same of grouped(lacking, sameness).values()) yield lack(byContext(same))
  },
})

/** What a context has not; `path` is the one that is meant instead of the only one that is missing. */
interface Lack {
  readonly group: MissingSources
  readonly missing: readonly [Source, ...Source[]]
  readonly path: string | undefined
}

/** Several contexts may lack the same. */
function sameness({ group, missing, path }: Lack): string {
  return [...missing.map(({ word }) => word.range.start), group.context, path].join('\0')
}

/** Builds with the same context and other arguments are told of together. */
function byContext(same: readonly [Lack, ...Lack[]]): readonly [Lack, ...Lack[]] {
  const [first, ...others] = [...grouped(same, one => `${one.group.root}\0${pathsOf(one)}`).values()].map(
    ([one, ...more]) => {
      const [build, ...also] = [one, ...more].flatMap(({ group }) => group.builds)
      return build === undefined ? one : { ...one, group: { ...one.group, builds: [build, ...also] as const } }
    },
  )
  return first === undefined ? same : [first, ...others]
}

function lack(same: readonly [Lack, ...Lack[]]): Problem {
  const [{ missing, path }] = same
  const [{ word }] = missing
  const problem = { range: word.range, message: lacks(same) }
  if (path === undefined) return problem
  return { ...problem, fix: () => rewritten(missing, () => path, `\`${path}\``) }
}

/** Path and context do not fit each other at all: said once. */
function whole(group: MissingSources, fitting: string, found: readonly Source[]): Problem {
  const { root, sources } = group
  const [first = group.missing[0]] = found
  const others = new Set(found.map(({ path }) => path)).size - 1
  const all = found.length < group.missing.length ? 'all else' : 'all'
  const more = others === 0 ? '' : ` and ${others} more ${others === 1 ? 'path' : 'paths'}`
  const isInside = root === '' || fitting.startsWith(`${root}/`)
  const moved = (path: string) => posix.join(posix.relative(`/${root}`, `/${fitting}`), path)
  return {
    range: first.word.range,
    message: `${said(group)} There, \`${first.word.text}\`${more} cannot be found; ${all} that is copied is in ${folder(fitting)}.`,
    fix: () =>
      isInside
        ? rewritten(
            sources,
            ({ word, path }) => moved(word.text.includes('$') ? word.text : path),
            `below \`${moved('')}\``,
          )
        : undefined,
  }
}

function pathsOf({ missing }: Lack): string {
  return missing.map(({ path }) => path).join('\0')
}

function lacks(same: readonly [Lack, ...Lack[]]): string {
  const [{ group, missing }, ...others] = same
  const [first = '', ...rest] = [...new Set(missing.map(({ path }) => `\`${path}\``))]
  const more = rest.length > 1 ? `${rest.length} more` : rest[0]
  const paths = `${first}${more === undefined ? '' : ` and ${more}`}`
  if (group.builds.length === 0) return `This change takes ${paths} away, and the build stops here.`
  const [second, ...third] = others
  if (second === undefined) return `${said(group)} It lacks ${paths}, and the build stops here.`
  if (others.some(other => pathsOf(other) !== pathsOf(same[0])))
    return `${said(group)} It lacks ${paths}, and the build stops here; other builds give other arguments and lack theirs.`
  const also = `\`${second.group.builds[0]?.path}\` with ${folder(second.group.root)}`
  const all = third.length === 0 ? 'Both lack' : 'They all lack'
  const beyond = third.length === 0 ? '' : ` (and ${third.length} more)`
  return `${said(group).slice(0, -1)}, and ${also}${beyond}. ${all} ${paths}, and the build stops here.`
}

/** `compose.yml` builds this as `web`, with `services/web` for its context. */
function said({ builds, root, context }: MissingSources): string {
  const [first, ...others] = builds
  if (first === undefined) return ''
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  const which = context === undefined ? 'its context' : `the context \`${context}\``
  return `${describeBuild(first)}${more} with ${folder(root)} for ${which}.`
}

function folder(path: string): string {
  return path === '' ? "the repository's root" : `\`${path}\``
}

function rewritten(sources: readonly Source[], to: (source: Source) => string, title: string): Fix | undefined {
  const edits: Edit[] = []
  for (const source of sources) {
    const { step, word } = source
    const path = to(source) + (word.text.endsWith('/') && word.text !== './' ? '/' : '')
    if (!word.contiguous || /\s/.test(path)) return undefined
    edits.push({ ...word.range, text: step.instruction.json === undefined ? path : JSON.stringify(path) })
  }
  return { title: `Copy from ${title}`, safe: false, edits }
}
