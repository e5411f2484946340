import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { writeTar } from '../tar.js'
import { filling, freshNames, type Registry, serve } from './serve.js'

const CRATES_IO = 'registry+https://github.com/rust-lang/crates.io-index'

/** A registry of Cargo. Its index is a folder of the project, which becomes a Git repository in the build. */
export async function startCargo(count: number): Promise<Registry> {
  const crates = freshNames(count).map(name => {
    const content = {
      [`${name}-1.0.0/Cargo.toml`]: `[package]\nname = "${name}"\nversion = "1.0.0"\n`,
      [`${name}-1.0.0/src/lib.rs`]: '',
      [`${name}-1.0.0/data`]: filling(),
    }
    const archive = gzipSync(writeTar(content))
    return { name, archive, sum: createHash('sha256').update(archive).digest('hex') }
  })
  const server = await serve(() => new Map(crates.map(({ name, archive }) => [`${name}.crate`, archive])))
  const index = crates.map(({ name, sum }) => [
    `index/${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`,
    `${JSON.stringify({ name, vers: '1.0.0', deps: [], cksum: sum, features: {}, yanked: false })}\n`,
  ])
  return {
    ...server,
    size: crates.reduce((sum, { archive }) => sum + archive.length, 0) / count,
    project(count) {
      const some = crates.slice(0, count).sort((a, b) => (a.name < b.name ? -1 : 1))
      const locked = some.map(
        ({ name, sum }) =>
          `[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = "${CRATES_IO}"\nchecksum = "${sum}"\n\n`,
      )
      return {
        ...Object.fromEntries(index),
        'index/config.json': JSON.stringify({ dl: `${server.url}{crate}.crate` }),
        'config.toml': '[source.crates-io]\nreplace-with = "own"\n[source.own]\nregistry = "file:///index"\n',
        'app.rs': 'fn main() { println!("started") }\n',
        'Cargo.toml': `[package]\nname = "app"\nversion = "1.0.0"\n[[bin]]\nname = "app"\npath = "app.rs"\n[dependencies]\n${some
          .map(({ name }) => `${name} = "1.0.0"\n`)
          .join('')}`,
        'Cargo.lock': `version = 3\n\n[[package]]\nname = "app"\nversion = "1.0.0"\ndependencies = [\n${some
          .map(({ name }) => ` "${name}",\n`)
          .join('')}]\n\n${locked.join('')}`,
      }
    },
  }
}
