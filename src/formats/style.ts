/** Select Graphic Rendition codes of ECMA-48. */
const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const

/** Marks text up for a terminal, or leaves it as it is. */
export type Style = (style: keyof typeof CODES, text: string) => string

export function styleFor(hasColors: boolean): Style {
  return hasColors ? (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m` : (_, text) => text
}

/**
 * Control characters of a file must not reach the terminal: they could rewrite what stands there. Nor must marks that turn
 * the direction of text: they could show it in another order (https://trojansource.codes).
 */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    '\ufffd',
  )
}
