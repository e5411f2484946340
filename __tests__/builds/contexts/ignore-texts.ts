import { type Random, weighted } from '../../model/random.js'

/** The text of an ignore file in which most patterns are about paths that are there. */
export function ignoreText(random: Random, paths: readonly string[]): string {
  const lines = Array.from({ length: 1 + random.integer(7) }, () => lineFrom(random, paths))
  const end = random.chance(0.15) ? '\r\n' : '\n'
  const text = lines.join(end) + (random.chance(0.8) ? end : '')
  return random.chance(0.1) ? `\ufeff${text}` : text
}

function lineFrom(random: Random, paths: readonly string[]): string {
  const pattern = patternFrom(random, paths)
  return weighted(random, [
    [16, pattern],
    [12, `!${pattern}`],
    [1, `# ${pattern}`],
    [1, ` # ${pattern}`],
    [1, ''],
    [1, ` ${pattern}\t`],
    [1, `! ${pattern}`],
    [1, random.pick(['.', './', '/', '..', '../a', '*', '**', '!**', '*/*', '**/*.js', '!**/*.md', '*.*', '?', '.*'])],
  ])
}

function patternFrom(random: Random, paths: readonly string[]): string {
  const parts = random.pick(paths).split('/')
  const cut = random.chance(0.3) ? parts.slice(0, 1 + random.integer(parts.length)) : parts
  const changed = cut.map(part => partFrom(random, part))
  if (random.chance(0.15)) changed[random.integer(changed.length)] = '**'
  const path = changed.join('/')
  return weighted(random, [
    [12, path],
    [2, `/${path}`],
    [1, `./${path}`],
    [2, `${path}/`],
    [1, `${path}/**`],
    [1, `${path}/*`],
    [2, `**/${changed.at(-1)}`],
    [1, `gone/../${path}`],
    [1, `${path}//${changed.at(-1)}`],
    [1, `${path}/../${changed.at(-1)}`],
    [1, `../${path}`],
  ])
}

/** A name, or a pattern that may match it. Brackets in names have to be escaped to stand for themselves. */
function partFrom(random: Random, name: string): string {
  const characters = Array.from(name)
  const at = random.integer(characters.length)
  const one = characters[at] as string
  const replaced = (by: string) => [...characters.slice(0, at), by, ...characters.slice(at + 1)].map(escaped).join('')
  const dot = name.lastIndexOf('.')
  const plain = characters.map(escaped).join('')
  return weighted(random, [
    [16, plain],
    [1, '*'],
    [2, dot > 0 ? `*${name.slice(dot)}`.replace(/[[\]]/g, '?') : plain],
    [1, replaced('?')],
    [1, /\w/.test(one) ? replaced(`[${one}-z]`) : plain],
    [1, /\w/.test(one) ? replaced(`[^${one}]`) : plain],
    // BuildKit gives a backslash before a letter to its regular expressions, and dies of what they refuse.
    [1, /[ -/]/.test(one) ? replaced(`\\${one}`) : plain],
    [1, `${escaped(characters[0] as string)}*`],
    [1, `**${escaped(characters.at(-1) as string)}`],
  ])
}

/** What is longer than one character is a pattern already. */
function escaped(character: string): string {
  return /^[[\]*?]$/.test(character) && character !== '?' ? `\\${character}` : character
}
