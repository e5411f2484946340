/**
 * A strict reading of what Drydock posts, as far as CommonMark and GitHub go there: what of a text is alive once code,
 * escapes and character references are out of the way. Anything that is not Drydock's own way to write is a problem.
 */
export function markdownProblems(markdown: string, { hasMarker = false } = {}): readonly string[] {
  const lines = markdown.trimEnd().split(/\r\n|\r|\n/)
  const problems: string[] = []
  if (hasMarker && !MARKER.test(lines.pop() ?? '')) problems.push('the last line is no marker')
  let fence: string | undefined
  let paragraph: string[] = []
  const end = () => {
    problems.push(...paragraphProblems(paragraph.join('\n')))
    paragraph = []
  }
  for (const line of lines) {
    const [, ticks = '', info = ''] = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$/.exec(line) ?? []
    if (fence !== undefined) {
      if (ticks.startsWith(fence) && info.trim() === '') fence = undefined
    } else if (ticks !== '') {
      end()
      fence = ticks
      if (!/^(?:suggestion|diff)$/.test(info)) problems.push(`a fence of ${JSON.stringify(info)}`)
    } else if (line.trim() === '' || OWN_HTML.test(line)) end()
    else if (/^(?:\||- )/.test(line)) {
      // A row or an item ends what stood before it: no code reaches from the one into the other.
      end()
      paragraph = [line]
      if (line.startsWith('|')) problems.push(...rowProblems(line))
    } else paragraph.push(line)
  }
  end()
  if (fence !== undefined) problems.push('a fence is not closed')
  const surrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.exec(markdown)
  if (surrogate) problems.push(`half a character at ${surrogate.index}`)
  return problems
}

const MARKER = /^<!-- drydock:1 (?:open|closed) \S+ \S+ \S+(?: [a-z0-9-]+\/[0-9a-f]+\/[0-9a-f]+\/\d+)* -->$/
const OWN_HTML =
  /^(?:<details><summary>(?:Patch for <code>git apply<\/code>|What this comment said|Scores of \d+ Dockerfiles)<\/summary>|<\/details>)$/
/** Links that Drydock writes: to a file at a commit, and to a page of a rule. */
const OWN_LINK = /\[[^[\]]+\]\(https?:\/\/[\w.:-]+\/[\w./-]+\/blob\/[^\s()<>]+\)/g

/** GitHub cuts a row into cells at every bar that has no backslash, in code or not. */
function rowProblems(line: string): readonly string[] {
  const bars = line.replace(/\\\|/g, '').split('|').length - 1
  // Findings by file, and scores by file.
  return bars === 5 || bars === 9 ? [] : [`a row of ${bars - 1} cells: ${line}`]
}

function paragraphProblems(text: string): readonly string[] {
  const isRow = text.startsWith('|')
  const { alive, hasOddTicks } = aliveIn(isRow ? text.replaceAll('\\|', '!') : text)
  const bare = alive.replace(OWN_LINK, '')
  const found = [
    ...(hasOddTicks ? ['backticks without a partner'] : []),
    ...(/<[a-z!?/]/i.test(bare) ? ['HTML'] : []),
    ...(/\]\(|!\[|^\[/.test(bare) ? ['a link'] : []),
    ...(/[*_~]/.test(
      bare.replace(/\*\*(?:Error:|Warning:|Info:|error|warning|info|Fixed)\*\*/g, '').replace(CHANGES, ''),
    )
      ? ['emphasis']
      : []),
    ...(/^(?:#(?!## (?:Not on the diff|Findings)$|# Drydock$)|\d+[.)] |[+*] )/m.test(bare) ? ['a block'] : []),
    ...referenceProblems(decode(bare)),
    ...(BIDI.test(text) ? ['text that runs the other way'] : []),
  ]
  return found.map(problem => `${problem} in ${JSON.stringify(text)}`)
}

const CHANGES = '**This changes what the image does.**'
/** Marks that turn the direction of what follows: https://trojansource.codes */
export const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** GitHub looks for these once references are characters. */
function referenceProblems(text: string): readonly string[] {
  return [
    ...(/(?<!\w)@\w/.test(text) ? ['a mention'] : []),
    ...(/#\d|\bgh-\d/i.test(text) ? ['an issue'] : []),
    ...(/https?:\/\/|www\.|mailto:/i.test(text) ? ['an address'] : []),
  ]
}

/** The text outside code, each escaped character replaced by a letter's place. */
function aliveIn(text: string): { readonly alive: string; readonly hasOddTicks: boolean } {
  let alive = ''
  let hasOddTicks = false
  for (let at = 0; at < text.length; ) {
    const [run] = /^`+/.exec(text.slice(at)) ?? []
    if (text[at] === '\\' && /[!-/:-@[-`{-~]/.test(text[at + 1] ?? '')) {
      alive += '·'
      at += 2
    } else if (run === undefined) alive += text[at++]
    else {
      const close = [...text.matchAll(/`+/g)].find(({ 0: other, index }) => index > at && other.length === run.length)
      if (close === undefined) hasOddTicks = true
      alive += '·'
      at = close === undefined ? at + run.length : close.index + run.length
    }
  }
  return { alive, hasOddTicks }
}

function decode(text: string): string {
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }
  return text.replace(/&(?:#(\d+)|(\w+));/g, (all, code, name) =>
    code ? String.fromCodePoint(Number(code)) : (names[name] ?? all),
  )
}
