import { type Call, hasOption } from '../documents/shell/calls.js'
import type { Pipeline } from '../documents/shell/pipelines.js'
import type { ChainItem, Script } from '../documents/shell/script.js'
import type { RunStep } from './build.js'

/** They are content with no input at all, or with half of it. tar, gunzip, gpg, apt-key and sha256sum fail by themselves. */
const TAKES_ANYTHING =
  /^(?:ash|awk|base64|bash|cat|cut|dash|dd|gawk|ksh|mysql|node|perl|php|psql|python[\d.]*|ruby|sed|sh|sort|sqlite3|tee|tr|xargs|zsh)$/

/** True for a download whose failure the RUN would not notice. */
export function goesUnseen(
  { script, calls }: RunStep,
  { calls: [first, ...others], item, negated, range }: Pipeline,
): boolean {
  const last = others.at(-1)
  if (first === undefined || last === undefined || item === undefined || negated || !downloads(first)) return false
  if (!TAKES_ANYTHING.test(last.program) || item.chain.background) return false
  const { items } = item.chain
  if (last.program === 'php' && items.slice(item.index + 1).some(one => usesComposer(script, one))) return false
  if (
    items.slice(item.index).some(({ operator }, i) => i > 0 && operator?.text === '||') ||
    item.operator?.text === '||'
  )
    return false
  const sets = calls.filter(({ program, command }) => program === 'set' && command.range.start < range.start)
  if (sets.some(({ args }) => args.some(({ text }) => text === 'pipefail'))) return false
  if (calls.some(({ program, command }) => /^sha\d+sum$/.test(program) && command.range.start > range.start))
    return false
  return (
    script.chains.at(-1) === item.chain ||
    sets.some(call => hasOption(call, '-e') || call.args.some(({ text }) => text === 'errexit'))
  )
}

/** True for a command that fails where Composer's installer has not left its file. */
function usesComposer({ text }: Script, { range }: ChainItem): boolean {
  return /composer\.phar|(?:^|\s)composer\s/.test(text.text.slice(range.start, range.end))
}

/** A program that writes what it downloads to its standard output. */
function downloads(call: Call): boolean {
  if (call.command.redirects.some(({ operator }) => operator.startsWith('>') || operator === '&>')) return false
  const isAddress = call.args.some(({ text }) => /:\/\/|\$/.test(text))
  if (call.program === 'curl') return isAddress && !hasOption(call, '-o', '--output', '-O', '--remote-name')
  return (
    call.program === 'wget' &&
    isAddress &&
    call.args.some(
      ({ text }, i) =>
        /^(?:-[a-zA-Z]*O-|--output-document=-|-)$/.test(text) &&
        (text !== '-' || /O$|^--output-document$/.test(call.args[i - 1]?.text ?? '')),
    )
  )
}

/** True for a pipe that fails with the option only if something went wrong: none that stops reading, none that only looks. */
export function isHarmless({ calls }: Pipeline): boolean {
  return calls.every((call, i) => {
    if (call === undefined) return false
    if (i < calls.length - 1)
      return (
        /^(?:cat|curl|echo|gpg|gunzip|printf|sed|tr|wget|base64|cut|sort)$/.test(call.program) &&
        !(call.program === 'sed' && /q/.test(call.args.map(({ text }) => text).join(' ')))
      )
    return !/^(?:head|grep|egrep|fgrep|awk|gawk|less|more|read|true)$/.test(call.program)
  })
}
