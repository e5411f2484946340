import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SHELLCHECK_HEADER_LINES, type ShellVerdict, type ShellVerdicts } from '../build/shell-verdicts.js'

/** It takes some milliseconds for a script; who waits longer than this (ms) waits for nothing. */
const PATIENCE = 120_000
const OUTPUT_LIMIT = 256 * 1024 * 1024

/**
 * Has ShellCheck read scripts, all in one process. It is told to read no settings and to open no other file.
 * @param scripts as `shellcheckInput` gives them
 * @returns undefined when it is not on the PATH
 */
export async function askShellcheck(scripts: readonly string[]): Promise<ShellVerdicts | undefined> {
  const different = [...new Set(scripts)]
  if (different.length === 0) return new Map()
  const folder = await mkdtemp(join(tmpdir(), 'drydock-shellcheck-'))
  try {
    const names = different.map((_, i) => `${i}.sh`)
    await Promise.all(names.map((name, i) => writeFile(join(folder, name), different[i] ?? '')))
    const answer = await run(folder, ['--norc', '--format=json1', '--severity=style', ...names])
    if (answer === undefined) return undefined
    const verdicts = new Map<string, ShellVerdict[]>(different.map(script => [script, []]))
    for (const comment of commentsIn(answer)) {
      const script = different[Number.parseInt(comment.file, 10)]
      const verdict = script === undefined ? undefined : verdictFrom(comment, script)
      if (script !== undefined && verdict) verdicts.get(script)?.push(verdict)
    }
    return verdicts
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Its exit code says that there are findings, which is no failure here. */
function run(cwd: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise(resolve => {
    const options = { cwd, env: process.env, maxBuffer: OUTPUT_LIMIT, timeout: PATIENCE, encoding: 'utf8' as const }
    execFile('shellcheck', [...args], options, (error, stdout) =>
      resolve((error as NodeJS.ErrnoException | null)?.code === 'ENOENT' ? undefined : stdout),
    )
  })
}

interface Comment extends Span {
  readonly file: string
  readonly level: ShellVerdict['level']
  readonly code: number
  readonly message: string
  readonly fix: { readonly replacements: readonly (Span & { readonly replacement: string })[] } | null
}

/** 1-based, in characters; the end is exclusive as to columns. */
interface Span {
  readonly line: number
  readonly endLine: number
  readonly column: number
  readonly endColumn: number
}

function commentsIn(answer: string): readonly Comment[] {
  try {
    return (JSON.parse(answer) as { comments: readonly Comment[] }).comments
  } catch {
    return []
  }
}

function verdictFrom({ level, code, message, fix, ...span }: Comment, script: string): ShellVerdict | undefined {
  // What it says of the lines above the script is our own fault.
  if (span.line <= SHELLCHECK_HEADER_LINES) return undefined
  const rangeOf = rangesIn(script)
  const edits = fix?.replacements.map(one => ({ range: rangeOf(one), text: one.replacement }))
  return { code: `SC${code}`, level, message, range: rangeOf(span), edits }
}

/** Turns lines and columns of what ShellCheck read into offsets of the script below the header. */
function rangesIn(script: string): (span: Span) => { readonly start: number; readonly end: number } {
  const lines = script.split('\n').slice(SHELLCHECK_HEADER_LINES)
  const starts: number[] = []
  let at = 0
  for (const line of lines) {
    starts.push(at)
    at += line.length + 1
  }
  const offset = (line: number, column: number) => {
    const index = Math.min(line - 1 - SHELLCHECK_HEADER_LINES, lines.length - 1)
    const characters = [...(lines[index] ?? '')].slice(0, column - 1)
    return (starts[index] ?? 0) + characters.join('').length
  }
  return ({ line, column, endLine, endColumn }) => {
    const start = offset(line, column)
    return { start, end: Math.max(start, offset(endLine, endColumn)) }
  }
}
