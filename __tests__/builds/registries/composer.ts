import { createHash } from 'node:crypto'
import { filling, freshNames, type Registry, serve } from './serve.js'
import { writeZip } from './zip.js'

/** A repository of Composer. */
export async function startComposer(count: number): Promise<Registry> {
  const packages = freshNames(count).map(plain => {
    const name = `drydock/${plain}`
    const content = { 'composer.json': JSON.stringify({ name }), data: filling() }
    return { name, file: `files/${plain}.zip`, archive: writeZip(content) }
  })
  const server = await serve(url => {
    const listed = packages.map(({ name, file, archive }) => {
      const shasum = createHash('sha1').update(archive).digest('hex')
      const dist = { type: 'zip', url: url + file, reference: shasum, shasum }
      return [name, { '1.0.0': { name, version: '1.0.0', type: 'library', dist } }] as const
    })
    return new Map<string, Buffer | string>([
      ['packages.json', JSON.stringify({ packages: Object.fromEntries(listed) })],
      ...packages.map(({ file, archive }) => [file, archive] as const),
    ])
  })
  return {
    ...server,
    size: packages.reduce((sum, { archive }) => sum + archive.length, 0) / count,
    project: count => ({
      'app.php': '<?php\n',
      'composer.json': JSON.stringify({
        repositories: [{ type: 'composer', url: server.url }, { 'packagist.org': false }],
        require: Object.fromEntries(packages.slice(0, count).map(({ name }) => [name, '1.0.0'])),
        config: { 'secure-http': false },
      }),
    }),
  }
}
