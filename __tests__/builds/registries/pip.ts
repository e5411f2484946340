import { createHash } from 'node:crypto'
import type { Certificate } from './certificate.js'
import { filling, freshNames, type Registry, type Server, serve } from './serve.js'
import { writeZip } from './zip.js'

interface Wheel {
  readonly name: string
  readonly file: string
  readonly sum: string
  readonly archive: Buffer
}

/** An index of Python packages for pip, which keeps what it downloads over https and nothing else. */
export async function startPip(count: number, certificate: Certificate): Promise<Registry> {
  const { wheels, server, size } = await startIndex(count, certificate)
  return {
    ...server,
    size,
    project: count => ({
      'pip.conf': `[global]\nindex-url = ${server.url}simple\ncert = /etc/index.crt\n`,
      'index.crt': certificate.cert,
      'app.py': '',
      'requirements.txt': wheels
        .slice(0, count)
        .map(({ name }) => `${name}==1.0.0\n`)
        .join(''),
    }),
  }
}

/** An index of Python packages for Poetry. */
export async function startPoetry(count: number): Promise<Registry> {
  const { wheels, server, size } = await startIndex(count)
  const url = `${server.url}simple`
  return {
    ...server,
    size,
    project(count) {
      const some = wheels.slice(0, count).map(wheel => ({ ...wheel, name: wheel.name.replaceAll('_', '-') }))
      return {
        'app.py': '',
        'pyproject.toml': `[tool.poetry]
name = "app"
version = "1.0.0"
description = ""
authors = []
[tool.poetry.dependencies]
python = "^3.11"
${some.map(({ name }) => `${name} = "1.0.0"\n`).join('')}
[[tool.poetry.source]]
name = "own"
url = "${url}"
default = true
`,
        'poetry.lock': `${some.map(wheel => lockedByPoetry(wheel, url)).join('')}[metadata]
lock-version = "2.0"
python-versions = "^3.11"
content-hash = "0"
`,
      }
    },
  }
}

function lockedByPoetry({ name, file, sum }: Wheel, url: string): string {
  return `[[package]]
name = "${name}"
version = "1.0.0"
description = ""
category = "main"
optional = false
python-versions = "*"
files = [{file = "${file}", hash = "sha256:${sum}"}]
[package.source]
type = "legacy"
url = "${url}"
reference = "own"

`
}

async function startIndex(
  count: number,
  certificate?: Certificate,
): Promise<{ readonly wheels: readonly Wheel[]; readonly server: Server; readonly size: number }> {
  const wheels = freshNames(count, '_').map(name => {
    const archive = wheelOf(name)
    const sum = createHash('sha256').update(archive).digest('hex')
    return { name, file: `${name}-1.0.0-py3-none-any.whl`, sum, archive }
  })
  const server = await serve(
    url =>
      new Map(
        wheels.flatMap(({ name, file, sum, archive }): readonly [string, Buffer | string][] => {
          const page = `<!DOCTYPE html><html><body><a href="${url}files/${file}#sha256=${sum}">${file}</a></body></html>`
          return [
            [`simple/${name.replaceAll('_', '-')}/`, page],
            [`files/${file}`, archive],
          ]
        }),
      ),
    certificate,
  )
  return { wheels, server, size: wheels.reduce((sum, { archive }) => sum + archive.length, 0) / count }
}

function wheelOf(name: string): Buffer {
  const info = `${name}-1.0.0.dist-info`
  const files = {
    [`${name}/__init__.py`]: '',
    [`${name}/data`]: filling(),
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0.0\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: drydock\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  }
  const record = [...Object.keys(files).map(path => `${path},,\n`), `${info}/RECORD,,\n`].join('')
  return writeZip({ ...files, [`${info}/RECORD`]: record })
}
