import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { writeTar } from '../tar.js'
import { filling, freshNames, type Registry, serve } from './serve.js'

/** A repository of Debian packages in one folder. */
export async function startApt(count: number): Promise<Registry> {
  const packages = freshNames(count).map(name => ({ name, file: `${name}_1.0_all.deb`, archive: packageOf(name) }))
  const list = packages
    .map(({ name, file, archive }) =>
      [control(name), `Filename: ./${file}`, `Size: ${archive.length}`, `SHA256: ${sha256(archive)}`, '', ''].join(
        '\n',
      ),
    )
    .join('')
  const release = `Suite: stable\nDate: ${new Date().toUTCString()}\nSHA256:\n ${sha256(list)} ${list.length} Packages\n`
  const server = await serve(
    () =>
      new Map<string, Buffer | string>([
        ['Release', release],
        ['Packages', list],
        ...packages.map(({ file, archive }) => [file, archive] as const),
      ]),
  )
  return {
    ...server,
    size: packages.reduce((sum, { archive }) => sum + archive.length, 0) / count,
    project: count => ({
      'sources.list': `deb [trusted=yes] ${server.url} ./\n`,
      'app.txt': '',
      'packages.txt': packages
        .slice(0, count)
        .map(({ name }) => `${name}\n`)
        .join(''),
    }),
  }
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function control(name: string): string {
  return `Package: ${name}\nVersion: 1.0\nArchitecture: all\nMaintainer: Ann <ann@example.com>\nDescription: nothing`
}

function packageOf(name: string): Buffer {
  const members = {
    'debian-binary': Buffer.from('2.0\n'),
    'control.tar.gz': gzipSync(writeTar({ './control': `${control(name)}\n` })),
    'data.tar.gz': gzipSync(writeTar({ [`./opt/${name}`]: filling() })),
  }
  const parts = Object.entries(members).flatMap(([path, body]) => {
    const head = `${path.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${String(body.length).padEnd(10)}\`\n`
    return [Buffer.from(head), body, Buffer.from(body.length % 2 === 1 ? '\n' : '')]
  })
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts])
}
