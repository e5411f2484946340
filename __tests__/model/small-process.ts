import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Stands in for Node's `execFileSync`, as far as the loopback calls it for git. */
export interface SmallProcess {
  run(program: string, args: readonly string[], options: { readonly env: object; readonly input: string }): Buffer
  close(): void
}

/** A process that is small enough to be forked in no time, and that runs git when it is told to. */
export function startSmallProcess(): SmallProcess {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-model-'))
  const paths = ['requests', 'answers'].map(name => join(folder, name))
  spawnSync('mkfifo', paths)
  const script = fileURLToPath(new URL('./git-helper.mjs', import.meta.url))
  const helper = spawn(process.execPath, [script, ...paths], { stdio: 'ignore' })
  // Each waits for the other end.
  const [output = 0, input = 0] = [openSync(paths[0] as string, 'w'), openSync(paths[1] as string, 'r')]
  const read = (length: number) => {
    const buffer = Buffer.alloc(length)
    for (let at = 0; at < length; ) {
      const count = readSync(input, buffer, at, length - at, null)
      if (count === 0) throw new Error('the process that runs git is gone')
      at += count
    }
    return buffer
  }
  return {
    run(_, args, { env, input: stdin }) {
      const request = Buffer.from(JSON.stringify({ args, env, stdin }))
      const length = Buffer.alloc(4)
      length.writeUInt32LE(request.length)
      const bytes = Buffer.concat([length, request])
      for (let at = 0; at < bytes.length; ) at += writeSync(output, bytes, at)
      const head = read(8)
      const body = read(head.readUInt32LE(4))
      if (head.readUInt32LE() !== 0) throw new Error(body.toString())
      return body
    },
    close() {
      closeSync(output)
      closeSync(input)
      helper.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
