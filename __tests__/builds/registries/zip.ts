import { crc32 } from 'node:zlib'

interface Placed {
  readonly head: Buffer
  readonly name: Buffer
  readonly body: Buffer
  readonly at: number
}

/** A zip archive of these files, uncompressed, all of 1980. */
export function writeZip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const placed: Placed[] = []
  let at = 0
  for (const [path, content] of Object.entries(files)) {
    const body = Buffer.from(content)
    const name = Buffer.from(path)
    placed.push({ head: common(name, body), name, body, at })
    at += 30 + name.length + body.length
  }
  const locals = placed.flatMap(({ head, name, body }) => [signature('PK\x03\x04'), head, name, body])
  const entries = placed.flatMap(({ head, name, at }) => {
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(0o100644 * 0x10000, 6)
    rest.writeUInt32LE(at, 10)
    return [signature('PK\x01\x02\x14\x03'), head, rest, name]
  })
  const size = entries.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(placed.length, 4)
  end.writeUInt16LE(placed.length, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...locals, ...entries, signature('PK\x05\x06'), end])
}

/** The part that an entry has twice: beside its content and in the list at the end. */
function common(name: Buffer, body: Buffer): Buffer {
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(0x21, 8)
  head.writeUInt32LE(crc32(body), 10)
  head.writeUInt32LE(body.length, 14)
  head.writeUInt32LE(body.length, 18)
  head.writeUInt16LE(name.length, 22)
  return head
}

function signature(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}
