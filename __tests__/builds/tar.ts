const BLOCK = 512

/** One entry of an archive; what a link holds is where it leads. */
export interface Entry {
  readonly type: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly content: string | Buffer
}

/** Reads ustar and PAX, which is what `docker export` writes. Paths begin with `/`. */
export function readTar(archive: Buffer): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  let extended: Readonly<Record<string, string>> = {}
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const header = archive.subarray(at, at + BLOCK)
    const type = String.fromCharCode(header[156] ?? 0)
    const size = Number(extended.size ?? number(header, 124, 12))
    const body = archive.subarray(at + BLOCK, at + BLOCK + size)
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
    if (type === 'x') {
      extended = paxRecords(body)
      continue
    }
    if (!/[0-7\0]/.test(type)) throw new Error(`an entry of type ${type} is not expected from an image`)
    const path = extended.path ?? [text(header, 345, 155), text(header, 0, 100)].filter(Boolean).join('/')
    const link = extended.linkpath ?? text(header, 157, 100)
    entries.set(`/${path.replace(/\/$/, '')}`, {
      type,
      mode: number(header, 100, 8),
      uid: number(header, 108, 8),
      gid: number(header, 116, 8),
      content: link || body,
    })
    extended = {}
  }
  return entries
}

function text(header: Buffer, start: number, length: number): string {
  return header.toString('utf8', start, start + length).replace(/\0.*$/s, '')
}

function number(header: Buffer, start: number, length: number): number {
  return Number.parseInt(text(header, start, length).trim() || '0', 8)
}

/** Records are `<length> <key>=<value>\n`, the length in bytes counting itself. */
function paxRecords(body: Buffer): Readonly<Record<string, string>> {
  const records: Record<string, string> = {}
  for (let at = 0; at < body.length; ) {
    const length = Number.parseInt(body.toString('latin1', at, at + 20), 10)
    const [, key, value] = /^\d+ ([^=]+)=(.*)\n$/s.exec(body.toString('utf8', at, at + length)) ?? []
    if (key === undefined || value === undefined) throw new Error('a PAX record cannot be read')
    records[key] = value
    at += length
  }
  return records
}

/** An archive of these files, all of 1970. */
export function writeTar(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const blocks = Object.entries(files).flatMap(([path, content]) => {
    const body = Buffer.from(content)
    return [header(path, body.length), body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)])
}

function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
  block.write(path, 0)
  block.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0        0`, 100)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\0 `, 148)
  return block
}
