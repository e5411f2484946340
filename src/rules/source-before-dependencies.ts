import { posix } from 'node:path'
import { addsOnlyFiles } from '../build/adds.js'
import type { Build } from '../build/build.js'
import { type EarlySource, earlySources } from '../build/early-sources.js'
import type { InstallRun } from '../build/install-runs.js'
import { isNeverRebuilt } from '../build/replayed-step.js'
import { cleaningOf } from '../fixes/cleaning.js'
import { copyLater } from '../fixes/copy-later.js'
import { areDisjoint, type Fix } from '../fixes/edits.js'
import { EXAMPLES } from './examples/source-before-dependencies.js'
import { SILENT } from './examples/source-before-dependencies-silent.js'
import { defineRule } from './rule.js'
import { listOf } from './wording.js'

/** With more members of a workspace than this, their manifests are not worth a COPY each. */
const MOST_FOLDERS = 13

export const sourceBeforeDependencies = defineRule({
  id: 'source-before-dependencies',
  aliases: [],
  title: 'Install dependencies before copying the source',
  category: 'caching',
  severity: 'warning',
  why: `A layer is built again when one above it has changed. With the source above the install, every change to any file
installs all dependencies again; with only the manifests above it, that happens when a manifest changes.

14 % of 5,405 broken and 2 % of 4,794 other Dockerfiles on GitHub copy the source first (Shipwright, Binnacle). Ordering
instructions by how often they change makes rebuilds 26.5 % shorter on average (Doctor, 2025).`,
  fixable: 'sometimes',
  fixSafety: `The install finds the same manifests, lock files and settings, and the source follows right behind it. There is
a fix only where the repository shows that the install reads nothing else, and where the ignore file keeps out what a
local install would leave in the folder.

What an install reads of packages that lie in the project comes along: members of npm, Yarn and pnpm workspaces, what pip
reads with \`-r\`, modules of \`go.work\` and \`replace\`, modules and parents of Maven, projects that Gradle's settings
include, packages of Composer that its lock file links. Nothing is said where an install builds or copies such a package
(pip's \`-e\` and paths, paths and workspaces of uv, Poetry and Pipenv, Composer's \`symlink: false\`), where it looks for
their source (\`cargo fetch\` refuses a manifest whose \`main.rs\` or \`lib.rs\` is missing), where a build of its own is
included (Gradle's \`includeBuild\`, MSBuild's references), and for workspaces of Bun, which no build has tried out.`,
  examples: EXAMPLES,
  silent: SILENT,
  references: [
    'https://docs.docker.com/build/cache/optimize/#order-your-layers',
    'https://docs.docker.com/build/building/best-practices/#leverage-build-cache',
  ],
  *check(build) {
    for (const early of earlySources(build)) {
      const [first] = early.copies
      const step = early.runs[0].run.instruction
      // A source that nobody changes may as well stay above.
      if (first && !isNeverRebuilt(build, step))
        yield {
          range: first.step.instruction.range,
          message: message(early),
          step,
          isOrder: true,
          fix: () => fix(build, early),
        }
    }
  },
})

function message(early: EarlySource): string {
  const { runs, manifests, overwrites } = early
  const commands = namesOf(runs)
  const cost = 'every change to the source installs everything again'
  if (manifests === undefined) return `The source is copied ahead of ${commands}, so ${cost}.`
  const needs = manifests.length === 0 ? 'nothing of it' : `only ${listOf(manifests.map(({ source }) => source))}`
  const ahead = `The source is copied ahead of ${commands}, which ${commands.includes(' and ') ? 'need' : 'needs'} ${needs}: ${cost}.`
  if (overwrites === undefined) return ahead
  return `${ahead} Behind the install it could bring a local ${overwrites} along, which no ignore file keeps out.`
}

function fix(build: Build, early: EarlySource): Fix | undefined {
  const { runs, manifests, overwrites } = early
  if (overwrites !== undefined || manifests === undefined) return undefined
  const folders = new Set(manifests.flatMap(({ path, broughtBy }) => (broughtBy ? posix.dirname(path) : [])))
  if (folders.size > MOST_FOLDERS) return undefined
  const cleaned = cleaningOf(build, runs.at(-1))
  const later = cleaned && copyLater(build, early)
  if (cleaned === undefined || later === undefined) return undefined
  const edits = [...later, ...cleaned.edits]
  if (!areDisjoint(edits)) return undefined
  const copied = manifests.filter(({ broughtBy }) => broughtBy).map(({ source }) => posix.basename(source))
  const mounts = cleaned.names.length === 0 ? '' : `, with ${listOf(cleaned.names)} downloading into a cache mount`
  const isAdded = early.copies.some(
    ({ step: { instruction } }) => instruction.keyword === 'ADD' && addsOnlyFiles(instruction, build.context),
  )
  const title = `opy the source behind ${namesOf(runs)}${mounts}${isAdded ? '; COPY does what ADD did' : ''}`
  return { title: copied.length === 0 ? `C${title}` : `Copy ${listOf(copied)} first, and c${title}`, edits, safe: true }
}

function namesOf(runs: readonly InstallRun[]): string {
  const all = runs.flatMap(({ installs, named }) => [...installs.map(({ command }) => command), ...named])
  return listOf(all.map(name => `\`${name}\``))
}
