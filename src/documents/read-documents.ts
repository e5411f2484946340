import * as v from 'valibot'
import { parseAllDocuments } from 'yaml'

/** Aliases multiply: a small file can stand for gigabytes. */
const MAX_ALIASES = 100

/** The documents of a YAML or JSON text that have no fault and are of one shape; of another tool's file nothing more is said. */
export function readDocuments<S extends v.GenericSchema>(
  text: string,
  schema: S,
  options: { readonly merge?: boolean } = {},
): readonly v.InferOutput<S>[] {
  return [...parseAllDocuments(text, { logLevel: 'silent', ...options })].flatMap(document => {
    if (document.errors.length > 0) return []
    try {
      const result = v.safeParse(schema, document.toJS({ maxAliasCount: MAX_ALIASES }))
      return result.success ? [result.output] : []
    } catch {
      // More aliases than that.
      return []
    }
  })
}

/** A list of words; what is something else counts as none. */
export const WORDS = v.fallback(
  v.array(v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String))),
  [],
)
