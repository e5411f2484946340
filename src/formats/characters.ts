/** Length as GitHub counts it: characters, of which one beyond U+FFFF takes two units of a string. */
export function lengthOf(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length; i++) if (isFirstHalf(text.charCodeAt(i))) length--
  return length
}

/** At most `limit` characters from the start, none of them cut in half. */
export function firstCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text
  let end = 0
  for (let count = 0; count < limit && end < text.length; count++) end += isFirstHalf(text.charCodeAt(end)) ? 2 : 1
  return text.slice(0, end)
}

/** As many whole lines from the start as `limit` characters hold. */
export function firstLines(text: string, limit: number): string {
  const lines: string[] = []
  let room = limit
  for (const line of text.split('\n')) {
    room -= lengthOf(line) + 1
    if (room < 0) break
    lines.push(line)
  }
  return lines.join('\n')
}

/** As many whole parts from the start as have `limit` characters together, each with its separator. */
export function firstParts(parts: readonly string[], limit: number): readonly string[] {
  let room = limit
  const first = parts.findIndex(part => {
    room -= lengthOf(part) + 2
    return room < 0
  })
  return first === -1 ? parts : parts.slice(0, first)
}

function isFirstHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
