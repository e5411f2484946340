import type { RunStep } from '../build/build.js'
import { isContiguous, toSource } from '../documents/logical-text.js'
import type { ChainItem } from '../documents/shell/script.js'
import { downloadsPackages, type SystemCall, systemCallsOf } from '../package-managers/system-packages.js'
import type { Edit, Fix } from './edits.js'
import { deleteInstruction } from './instruction-edits.js'
import { deleteParts } from './shell-edits.js'

const UPDATES = /^(?:-U|--update|--update-cache)$/

/** Lets apk read the index without keeping it: `--no-cache` for each install, and no `apk update`. */
export function fetchNoIndex(runs: readonly RunStep[]): Fix | undefined {
  const updates = runs.some(run => updatesIn(run).length > 0)
  // A script may install with the index.
  if (updates && runs.some(mayInstall)) return undefined
  const edits: Edit[] = []
  for (const run of runs) {
    const own = editsOf(run)
    if (own === undefined) return undefined
    edits.push(...own)
  }
  return { title: `Call apk with \`--no-cache\`${updates ? ', without `apk update`' : ''}`, safe: true, edits }
}

function editsOf(run: RunStep): readonly Edit[] | undefined {
  const { script, dockerfile, instruction } = run
  const found = systemCallsOf(run).filter(({ manager }) => manager.name === 'apk')
  const installs = found.filter(one => downloadsPackages(one))
  const keeping = installs.filter(({ call }) => call.args.every(({ text }) => text !== '--no-cache'))
  const updates = updatesIn(run)
  if (keeping.length + updates.length === 0) return []
  if (!script.editable || keeping.some(({ call }) => call.asOtherUser !== found[0]?.call.asOtherUser)) return undefined
  const items = updates.flatMap(({ call }) => call.command.item ?? [])
  if (items.length < updates.length || updates.some(({ call }) => call.command.redirects.length > 1)) return undefined
  const isAll = items.length > 0 && script.chains.every(chain => chain.items.every(item => items.includes(item)))
  if (isAll) return [deleteInstruction(dockerfile, instruction)]
  const flags = keeping.map(one => withoutCache(run, one))
  const removals = items.length === 0 ? [] : (leading(run, items) ?? deleteParts(run, { items }))
  if (removals === undefined || flags.includes(undefined)) return undefined
  return [...flags.flatMap(edit => edit ?? []), ...removals]
}

/** One command in front of all others goes with the line end behind its `&&`. */
function leading({ script, dockerfile }: RunStep, items: readonly ChainItem[]): readonly Edit[] | undefined {
  const [item, ...others] = items
  const next = item?.chain.items[1]
  if (item === undefined || next?.operator?.text !== '&&' || others.length > 0 || item !== script.chains[0]?.items[0])
    return undefined
  const { start } = toSource(script.text, item.range)
  const end = toSource(script.text, next.range).start
  const between = dockerfile.text.slice(toSource(script.text, item.range).end, end)
  return /^\s*&&(?:\s|[\\`]\r?\n)*$/.test(between) ? [{ start, end, text: '' }] : undefined
}

function updatesIn(run: RunStep): readonly SystemCall[] {
  return systemCallsOf(run).filter(({ manager, verb }) => manager.name === 'apk' && verb === 'update')
}

/** `--no-cache` in place of `--update`, which it implies. */
function withoutCache({ script }: RunStep, { call, verbWord }: SystemCall): Edit | undefined {
  const update = call.args.find(({ text }) => UPDATES.test(text))
  const { range } = update ?? verbWord
  if (!isContiguous(script.text, range)) return undefined
  const { start, end } = toSource(script.text, range)
  return update ? { start, end, text: '--no-cache' } : { start: end, end, text: ' --no-cache' }
}

function mayInstall({ calls, script }: RunStep): boolean {
  if (!script.editable) return true
  return calls.some(
    ({ program, path }) =>
      (path.includes('/') && !/^\/(?:usr\/(?:local\/)?)?s?bin\//.test(path)) ||
      /^(?:|\.|bash|sh|source)$/.test(program),
  )
}
