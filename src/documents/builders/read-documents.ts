import * as v from 'valibot'
import { parseAllDocuments } from 'yaml'

/** Aliases multiply: a small file can stand for gigabytes. */
const MAX_ALIASES = 100

/** The documents of a YAML or JSON text that are of one shape; another tool's file with a fault in it has none. */
export function readDocuments<S extends v.GenericSchema>(text: string, schema: S): readonly v.InferOutput<S>[] {
  try {
    return [...parseAllDocuments(text, { logLevel: 'silent' })].flatMap(document => {
      const result = v.safeParse(schema, document.toJS({ maxAliasCount: MAX_ALIASES }))
      return result.success ? [result.output] : []
    })
  } catch {
    return []
  }
}

/** A list of words; what is something else counts as none. */
export const WORDS = v.fallback(v.array(v.string()), [])
