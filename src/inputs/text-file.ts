/** A Dockerfile larger than this is a mistake (bytes). */
const SIZE_LIMIT = 4 * 1024 * 1024

/** Bytes as text, or why they cannot be reviewed: what is not UTF-8 would come back changed from an edit. */
export function textFrom(bytes: Uint8Array): string | { readonly reason: string } {
  if (bytes.length > SIZE_LIMIT) return { reason: `it is larger than ${SIZE_LIMIT / 1024 / 1024} MB` }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { reason: 'it is not UTF-8; save it as UTF-8' }
  }
}
