import { createHash } from 'node:crypto'
import type { Certificate } from './certificate.js'
import { filling, freshNames, type Registry, serve } from './serve.js'
import { writeZip } from './zip.js'

/** An index of Python packages. pip keeps what it downloads over https, and nothing else. */
export async function startPip(count: number, certificate: Certificate): Promise<Registry> {
  const wheels = freshNames(count, '_').map(name => ({ name, wheel: wheelOf(name) }))
  const size = wheels.reduce((sum, { wheel }) => sum + wheel.length, 0) / count
  const server = await serve(
    url =>
      new Map(
        wheels.flatMap(({ name, wheel }): readonly [string, Buffer | string][] => {
          const file = `${name}-1.0.0-py3-none-any.whl`
          const sum = createHash('sha256').update(wheel).digest('hex')
          const page = `<!DOCTYPE html><html><body><a href="${url}files/${file}#sha256=${sum}">${file}</a></body></html>`
          return [
            [`simple/${name.replaceAll('_', '-')}/`, page],
            [`files/${file}`, wheel],
          ]
        }),
      ),
    certificate,
  )
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
