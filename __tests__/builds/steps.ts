import { spawn } from 'node:child_process'

/** What the engine did of one instruction. */
export interface EngineStep {
  /** Its name, or `stage-2`; undefined where there is only one stage. */
  readonly stage: string | undefined
  /** From 1, FROM of an image included. */
  readonly number: number
  /** The instruction as the engine repeats it. */
  readonly text: string
  readonly isCached: boolean
  /** What its program wrote; empty when it did not run. */
  readonly log: string
}

interface Vertex {
  readonly digest: string
  readonly name: string
  readonly cached?: boolean
}

interface Progress {
  readonly vertexes?: readonly Vertex[]
  readonly logs?: readonly { readonly vertex: string; readonly data: string }[]
}

/**
 * Builds a folder and tells what became of each instruction, by stage and number.
 * @throws Error with the end of what the engine said
 */
export async function buildSteps(
  context: string,
  dockerfile: string,
  options: readonly string[],
): Promise<readonly EngineStep[]> {
  const args = ['build', '--progress=rawjson', '--network=host', '--output=type=cacheonly', ...options]
  const child = spawn('docker', [...args, '--file', dockerfile, context], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  if (code !== 0) throw new Error(said.slice(-2000))
  return stepsIn(said)
}

function stepsIn(said: string): readonly EngineStep[] {
  const vertices = new Map<string, Vertex>()
  const logs = new Map<string, Buffer[]>()
  for (const line of said.split('\n').filter(one => one.startsWith('{'))) {
    const progress: Progress = JSON.parse(line)
    for (const vertex of progress.vertexes ?? [])
      vertices.set(vertex.digest, { ...vertices.get(vertex.digest), ...vertex })
    for (const { vertex, data } of progress.logs ?? [])
      logs.set(vertex, [...(logs.get(vertex) ?? []), Buffer.from(data, 'base64')])
  }
  return [...vertices.values()]
    .flatMap(({ digest, name, cached }) => {
      const [, stage, number, text] = /^\[(?:(\S+) +)? *(\d+)\/\d+\] (.*)$/s.exec(name) ?? []
      // `LINK COPY` is the merging of what `COPY --link` has copied.
      if (text === undefined || /^(?:FROM|LINK) /.test(text)) return []
      const log = Buffer.concat(logs.get(digest) ?? []).toString()
      return [{ stage, number: Number(number), text, isCached: cached === true, log }]
    })
    .sort((a, b) => (a.stage ?? '').localeCompare(b.stage ?? '') || a.number - b.number)
}
