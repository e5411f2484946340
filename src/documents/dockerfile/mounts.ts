import type { Flag, Instruction } from './instruction.js'

/** `RUN --mount=…`. Values are as written: variables in them are not expanded. */
export interface Mount {
  readonly type: string
  readonly target: string | undefined
  readonly options: ReadonlyMap<string, string>
  readonly flag: Flag
}

/** BuildKit's other names of an option. */
const SYNONYMS: Readonly<Record<string, string>> = { dst: 'target', destination: 'target', src: 'source' }

/** The mounts of a RUN, in order. */
export function mountsOf({ flags }: Instruction): readonly Mount[] {
  return flags.flatMap(flag => {
    if (flag.name !== 'mount' || flag.value === undefined) return []
    const options = new Map<string, string>()
    for (const field of csvFields(flag.value)) {
      const equals = field.indexOf('=')
      const key = (equals === -1 ? field : field.slice(0, equals)).toLowerCase()
      options.set(SYNONYMS[key] ?? key, equals === -1 ? '' : field.slice(equals + 1))
    }
    const type = options.get('type')?.toLowerCase() ?? 'bind'
    return [{ type, target: options.get('target'), options, flag }]
  })
}

/** The fields of one CSV record; a quoted field may hold commas. */
function csvFields(record: string): readonly string[] {
  return [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}
