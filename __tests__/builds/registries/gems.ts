import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { writeTar } from '../tar.js'
import { filling, freshNames, type Registry, serve } from './serve.js'

/** A server of Ruby gems. */
export async function startGems(count: number): Promise<Registry> {
  const gems = freshNames(count).map(name => {
    const archive = gemOf(name)
    const info = `---\n1.0.0 |checksum:${createHash('sha256').update(archive).digest('hex')}\n`
    return { name, archive, info }
  })
  const lines = gems.map(({ name, info }) => `${name} 1.0.0 ${createHash('md5').update(info).digest('hex')}\n`)
  const server = await serve(
    () =>
      new Map<string, Buffer | string>([
        ['versions', `created_at: 2026-01-01T00:00:00Z\n---\n${lines.join('')}`],
        ...gems.flatMap(({ name, archive, info }): readonly [string, Buffer | string][] => [
          [`info/${name}`, info],
          [`gems/${name}-1.0.0.gem`, archive],
        ]),
      ]),
  )
  return {
    ...server,
    size: gems.reduce((sum, { archive }) => sum + archive.length, 0) / count,
    project: count => ({
      'app.rb': '',
      Gemfile: [`source "${server.url}"`, ...gems.slice(0, count).map(({ name }) => `gem "${name}", "1.0.0"`), ''].join(
        '\n',
      ),
    }),
  }
}

const ANY = `!ruby/object:Gem::Requirement
  requirements:
  - - ">="
    - !ruby/object:Gem::Version
      version: '0'`

function gemOf(name: string): Buffer {
  const metadata = `--- !ruby/object:Gem::Specification
name: ${name}
version: !ruby/object:Gem::Version
  version: 1.0.0
platform: ruby
authors:
- Ann
date: 2026-01-01 00:00:00.000000000 Z
dependencies: []
files:
- lib/data
require_paths:
- lib
required_ruby_version: ${ANY}
required_rubygems_version: ${ANY}
rubygems_version: 3.3.15
specification_version: 4
summary: nothing
`
  return writeTar({
    'metadata.gz': gzipSync(metadata),
    'data.tar.gz': gzipSync(writeTar({ 'lib/data': filling() })),
  })
}
