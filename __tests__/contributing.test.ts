import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { build } from 'esbuild'
import ts from 'typescript'
import { RULES } from '../src/rules/index.js'
import type { Rule } from '../src/rules/rule.js'
import { read } from './generated-docs.js'
import { findingsOf, fixed } from './rules/checking.js'
import { testLaws } from './rules/laws.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const [source = '', line = ''] = [...read('CONTRIBUTING.md').matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code)
const rule = await load(source)

/** The rule that a text exports, as if it were a file of `src/rules`. */
async function load(contents: string): Promise<Rule> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-rule-'))
  const outfile = join(folder, 'rule.cjs')
  const stdin = {
    contents,
    resolveDir: join(root, 'src/rules'),
    sourcefile: 'stop-with-kill.ts',
    loader: 'ts',
  } as const
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' })
  const { stopWithKill } = createRequire(import.meta.url)(outfile)
  rmSync(folder, { recursive: true })
  return stopWithKill
}

/** What TypeScript has to say of each text, as if it were a file beside the rules. */
function faultsIn(texts: readonly string[]): readonly (readonly string[])[] {
  const files = new Map(texts.map((text, i) => [join(root, `src/rules/example-${i}.ts`), text]))
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = name => files.has(name) || fileExists.call(host, name)
  host.getSourceFile = (name, version, ...others) => {
    const text = files.get(name)
    if (text !== undefined) return ts.createSourceFile(name, text, version)
    return getSourceFile.call(host, name, version, ...others)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].map(path => {
    const own = program.getSourceFile(path)
    const found = [...program.getSyntacticDiagnostics(own), ...program.getSemanticDiagnostics(own)]
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  })
}

describe('the rule that CONTRIBUTING.md shows', () => {
  test('is 20 lines and one, of a rule that there is not', () => {
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(20)
    expect(line.trimEnd().split('\n')).toHaveLength(1)
    expect(RULES.map(({ id }) => id)).not.toContain(rule.id)
  })

  test('has the types of a rule', () => {
    const [faults, others] = faultsIn([source, source.replace("'warning'", "'grave'")])
    expect(faults).toEqual([])
    expect(others).not.toEqual([])
  })

  test('has a line as the others have', () => {
    const name = rule.id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    expect(line).toBe(`export { ${name} } from './${rule.id}.js'\n`)
    expect(read('src/rules/list.ts')).toContain("\nexport { addForCopy } from './add-for-copy.js'\n")
  })

  test('finds and fixes what it is for, in other layouts, too', () => {
    const text = 'FROM node:22\r\nstopsignal \\\r\n  9\r\nCMD ["node"]\r\n'
    expect(findingsOf(text, [rule]).map(({ message }) => message)).toEqual(['The program cannot finish what it does.'])
    expect(fixed(text, [rule])).toBe('FROM node:22\r\nSTOPSIGNAL SIGTERM\r\nCMD ["node"]\r\n')
  })

  describe('and keeps the laws:', () => testLaws(rule))
})
