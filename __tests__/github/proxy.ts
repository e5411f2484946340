import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { LoopbackGitHub } from './server.js'

export interface Proxy {
  readonly url: string
  /** Where tunnels were asked to lead, as `host:port`. */
  readonly tunnels: readonly string[]
  close(): void
}

/** A proxy that leads every tunnel to the loopback, whatever host it is asked for. */
export async function startProxy({ url }: Pick<LoopbackGitHub, 'url'>): Promise<Proxy> {
  const tunnels: string[] = []
  const proxy = createServer().on('connect', (request, client, head) => {
    tunnels.push(request.url ?? '')
    const target = connect(Number(new URL(url).port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.write(head)
      target.pipe(client).pipe(target)
    })
    target.on('error', () => client.destroy())
    client.on('error', () => target.destroy())
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  const { port } = proxy.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, tunnels, close: () => proxy.close() }
}
