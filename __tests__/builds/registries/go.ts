import { createHash } from 'node:crypto'
import { filling, freshNames, type Registry, serve } from './serve.js'
import { writeZip } from './zip.js'

/** A proxy of Go modules. */
export async function startGo(count: number): Promise<Registry> {
  const modules = freshNames(count).map(name => {
    const path = `example.com/${name}`
    const mod = `module ${path}\n\ngo 1.19\n`
    const code = `package ${name.replaceAll('-', '_')}\n\nconst Name = "${name}"\n`
    const content = { 'go.mod': mod, 'a.go': code, data: filling() }
    const root = `${path}@v1.0.0/`
    const files = Object.fromEntries(Object.entries(content).map(([file, text]) => [root + file, text]))
    return { path, mod, archive: writeZip(files), sums: [sumOf(files), sumOf({ 'go.mod': mod })] as const }
  })
  const server = await serve(
    () =>
      new Map(
        modules.flatMap(({ path, mod, archive }): readonly [string, Buffer | string][] => [
          [`${path}/@v/list`, 'v1.0.0\n'],
          [`${path}/@v/v1.0.0.info`, JSON.stringify({ Version: 'v1.0.0', Time: '2026-01-01T00:00:00Z' })],
          [`${path}/@v/v1.0.0.mod`, mod],
          [`${path}/@v/v1.0.0.zip`, archive],
        ]),
      ),
  )
  return {
    ...server,
    size: modules.reduce((sum, { archive }) => sum + archive.length, 0) / count,
    project(count) {
      const some = modules.slice(0, count)
      const imports = some.map(({ path }) => `\t_ "${path}"\n`).join('')
      return {
        'go.mod': `module example.com/app\n\ngo 1.19\n\nrequire (\n${some.map(({ path }) => `\t${path} v1.0.0\n`).join('')})\n`,
        'go.sum': some
          .flatMap(({ path, sums }) => [`${path} v1.0.0 ${sums[0]}\n`, `${path} v1.0.0/go.mod ${sums[1]}\n`])
          .join(''),
        'main.go': `package main\n\nimport (\n${imports})\n\nfunc main() { println("started") }\n`,
        'proxy.txt': `GOPROXY=${server.url}\nGONOSUMDB=*\nGOFLAGS=-mod=mod\n`,
      }
    },
  }
}

/** What `go.sum` says of these files. */
function sumOf(files: Readonly<Record<string, string | Buffer>>): string {
  const lines = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => `${createHash('sha256').update(content).digest('hex')}  ${path}\n`)
  return `h1:${createHash('sha256').update(lines.join('')).digest('base64')}`
}
