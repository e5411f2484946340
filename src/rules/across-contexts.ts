import type { Build } from '../build/build.js'
import { describeBuild } from '../build/builds/known-build.js'
import { knownBuildsOf } from '../build/builds/known-builds.js'
import { otherContexts } from '../build/builds/views.js'
import type { Finding } from './finding.js'

/** What is found with one of the contexts that a Dockerfile is built with. */
interface Seen {
  /** Says which; a sentence. */
  readonly where: string
  readonly findings: ReadonlyMap<string, Finding>
}

/**
 * Findings of a Dockerfile that its known builds give several contexts. What holds with all of them is said as ever; what holds
 * with some says with which, and has no fix: it would change the other builds, too.
 * @param find what the rules say with one context
 */
export function acrossContexts(build: Build, find: (build: Build) => readonly Finding[]): readonly Finding[] {
  const others = otherContexts(build)
  if (others.length === 0) return find(build)
  const { root } = build.context ?? {}
  const [own] = knownBuildsOf(build.dockerfile.path, build.repository).filter(one => one.root === root)
  const views = [{ builds: own ? [own] : [], build }, ...others].map(({ builds: [first], build: seen }): Seen => {
    const folder = seen.context?.root ? `\`${seen.context.root}\`` : "the repository's root"
    const where = first === undefined ? '' : ` That is where ${describeBuild(first)} with ${folder} for its context.`
    return { where, findings: new Map(find(seen).map(finding => [keyOf(finding), finding])) }
  })
  const all = new Map(views.toReversed().flatMap(({ findings }) => [...findings]))
  return [...all].map(([key, finding]) => {
    const seen = views.flatMap(({ findings }) => findings.get(key) ?? [])
    if (seen.length === views.length)
      return seen.every(one => haveSameFix(one, finding)) ? finding : withoutFix(finding)
    const where = views.find(({ findings }) => findings.has(key))?.where ?? ''
    return { ...withoutFix(finding), message: `${finding.message}${where}` }
  })
}

function keyOf({ rule, range, message }: Finding): string {
  return [rule.id, range.start, range.end, message].join('\0')
}

function haveSameFix({ fix }: Finding, { fix: other }: Finding): boolean {
  return JSON.stringify(fix?.edits) === JSON.stringify(other?.edits)
}

function withoutFix(finding: Finding): Finding {
  if (finding.fix === undefined) return finding
  return { ...finding, fix: undefined, withheld: 'other builds have other contexts, and it would change them, too' }
}
