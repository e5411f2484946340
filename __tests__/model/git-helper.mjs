// Runs git for another process. A process of Jest's is large, and forking it takes longer than all that git does.
import { execFileSync } from 'node:child_process'
import { openSync, readSync, writeSync } from 'node:fs'

const [requests, answers] = process.argv.slice(2)
const input = openSync(requests, 'r')
const output = openSync(answers, 'w')

function read(length) {
  const buffer = Buffer.alloc(length)
  for (let at = 0; at < length; ) {
    const count = readSync(input, buffer, at, length - at)
    if (count === 0) process.exit()
    at += count
  }
  return buffer
}

function write(bytes) {
  for (let at = 0; at < bytes.length; ) at += writeSync(output, bytes, at)
}

for (;;) {
  const { args, env, stdin } = JSON.parse(read(read(4).readUInt32LE()).toString())
  let status = 0
  let body
  try {
    body = execFileSync('git', args, { env, input: stdin, maxBuffer: 2 ** 30, stdio: ['pipe', 'pipe', 'pipe'] })
  } catch (error) {
    status = 1
    body = Buffer.from(String(error.message))
  }
  const head = Buffer.alloc(8)
  head.writeUInt32LE(status)
  head.writeUInt32LE(body.length, 4)
  write(Buffer.concat([head, body]))
}
