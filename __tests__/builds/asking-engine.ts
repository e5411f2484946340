import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Question, Verdict } from '../rules/engine-verdicts.js'

/** A base image that the engine has, in place of every other one: only its configuration is looked at. */
const BASE = 'docker-image://docker.io/library/debian:bookworm-slim'
const POLICY = {
  rules: [
    { action: 'ALLOW', selector: { identifier: BASE } },
    {
      action: 'CONVERT',
      selector: { identifier: 'docker-image://*', matchType: 'WILDCARD' },
      updates: { identifier: BASE },
    },
  ],
}
const AT_ONCE = 25

interface Answer {
  warnings: null | { ruleName: string; location: { ranges?: { start: { line: number } }[] } }[]
  buildError?: { message: string }
}

/** Asks the engine, experimental checks included, whatever the Dockerfiles themselves switch off. */
export async function askEngine(questions: readonly Question[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = []
  for (let i = 0; i < questions.length; i += AT_ONCE) verdicts.push(...(await askSome(questions.slice(i, i + AT_ONCE))))
  return verdicts
}

async function askSome(questions: readonly Question[]): Promise<readonly Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-test-'))
  const target: Record<string, unknown> = {}
  const cuts = questions.map(({ text, ignore }, i) => {
    const [name, cut] = [`t${i}`, syntaxLine(text)]
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'Dockerfile'), cut?.without ?? text)
    if (ignore !== undefined) writeFileSync(join(folder, name, '.dockerignore'), ignore)
    target[name] = { context: name, args: { BUILDKIT_DOCKERFILE_CHECK: 'experimental=all' } }
    return cut?.line ?? Number.POSITIVE_INFINITY
  })
  writeFileSync(
    join(folder, 'bake.json'),
    JSON.stringify({ group: { default: { targets: Object.keys(target) } }, target }),
  )
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(POLICY))
  const args = ['buildx', 'bake', '--progress=quiet', '--file=bake.json', '--call=check,format=json']
  const env = { ...process.env, EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: join(folder, 'policy.json') }
  // It ends with an error where one of the files has one, and still answers for all.
  const { stdout } = await promisify(execFile)('docker', args, { cwd: folder, env, maxBuffer: 1 << 28 }).catch(
    (error: { stdout: string }) => error,
  )
  rmSync(folder, { recursive: true })
  const answers = JSON.parse(stdout) as { target: Record<string, { check: Answer | undefined }> }
  return questions.map((question, i) => verdict(question, answers.target[`t${i}`]?.check, cuts[i] as number))
}

/** The frontend that `# syntax=` names cannot be had here; the engine's own reads the file. */
function syntaxLine(text: string): { line: number; without: string } | undefined {
  const lines = text.split('\n')
  const line = lines.findIndex(one => /^#\s*syntax\s*=/i.test(one))
  return line === -1 ? undefined : { line: line + 1, without: lines.toSpliced(line, 1).join('\n') }
}

function verdict(question: Question, answer: Answer | undefined, cut: number): Verdict {
  if (answer === undefined) throw new Error(`no answer for:\n${question.text}`)
  const { warnings, buildError } = answer
  const checks = (warnings ?? []).map(({ ruleName, location }) => {
    const line = location.ranges?.[0]?.start.line ?? 0
    return `${ruleName} ${line >= cut ? line + 1 : line}`
  })
  return { ...question, checks: [...new Set(checks)].sort(), ...(buildError && { error: buildError.message }) }
}
