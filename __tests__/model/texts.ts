import type { Random } from './random.js'

/** Instructions that rules find fault with: with fixes and without, one beside another's, and errors. */
const FAULTY = [
  'MAINTAINER ann',
  'ADD src /src',
  'WORKDIR app',
  'RUN apt-get update',
  'RUN apt-get install -y curl',
  'RUN apt install -y git',
  'RUN apt-get update \\\n    && apt-get install -y \\\n    curl',
  'RUN cd srv',
  'RUN cd /srv && make',
  'RUN npm ci',
  'RUN curl -H "Authorization: Bearer ghp_abcdefghijklmnopqrstuvwxyz0123456789" https://x',
  'ENV API_TOKEN=sdfsdfsdfewr3434',
  'COPY . .',
  'USER root',
  'CMD node x.js',
]
const CLEAN = ['ENV A=1', 'LABEL a="b"', 'EXPOSE 80', 'RUN make', '# a comment', '', 'COPY --link a /a', 'ARG V']
/** Rules that are switched off by name. */
export const RULE_NAMES = ['add-for-copy', 'relative-workdir', 'apt-no-recommends', 'secret-in-build', 'cd-for-workdir']

/** What somebody does to a Dockerfile. */
export interface TextEdit {
  readonly name: string
  /** Undefined where there is nothing to do it to. */
  apply(text: string, random: Random): string | undefined
}

type Blocks = readonly string[]

export const TEXT_EDITS: readonly (readonly [weight: number, edit: TextEdit])[] = [
  [14, onBlocks('add a fault', (blocks, random) => inserted(blocks, placeIn(blocks, random), random.pick(FAULTY)))],
  [8, onBlocks('add something clean', (blocks, random) => insertedAt(blocks, random, random.pick(CLEAN)))],
  [4, onBlocks('add a line at the top', (blocks, random) => inserted(blocks, 1, random.pick(CLEAN)))],
  [6, onBlocks('change an instruction', changed)],
  [6, onBlocks('remove an instruction', (blocks, random) => without(blocks, random))],
  [3, onBlocks('reindent', reindented)],
  [6, onBlocks('double an instruction', doubled)],
  [5, onBlocks('remove one of two equal instructions', withoutTwin)],
  [3, onBlocks('move an instruction', moved)],
  [3, onBlocks('ignore a rule', ignored)],
  [3, onBlocks('ignore no longer', blocks => removed(blocks, blocks.findIndex(isIgnore)))],
  [1, onBlocks('break the file', (blocks, random) => insertedAt(blocks, random, 'FROBNICATE x'))],
  [4, onBlocks('mend the file', blocks => removed(blocks, blocks.indexOf('FROBNICATE x')))],
  [
    1,
    { name: 'drop or add the final line end', apply: text => (text.endsWith('\n') ? text.slice(0, -1) : `${text}\n`) },
  ],
  [1, { name: 'other line ends', apply: otherLineEnds }],
]

export function newText(random: Random): string {
  const lines = Array.from({ length: 3 + random.integer(5) }, () => random.pick(random.chance(0.7) ? FAULTY : CLEAN))
  return `${['FROM node:22', ...lines].join('\n')}\n`
}

function onBlocks(name: string, change: (blocks: Blocks, random: Random) => Blocks | undefined): TextEdit {
  return {
    name,
    apply(text, random) {
      const newline = text.includes('\r\n') ? '\r\n' : '\n'
      const after = change(blocksOf(text.replaceAll('\r\n', '\n')), random)
      return after?.join('\n').replaceAll('\n', newline)
    },
  }
}

/** Instructions with the lines that they go on in; the last one may be empty. */
function blocksOf(text: string): Blocks {
  return text.split(/(?<!\\)\n/)
}

/** Behind the first FROM and at the latest at the end. */
function placeIn(blocks: Blocks, random: Random): number {
  return 1 + random.integer(Math.max(1, blocks.length - 1))
}

function insertedAt(blocks: Blocks, random: Random, block: string): Blocks {
  return inserted(blocks, placeIn(blocks, random), block)
}

function inserted(blocks: Blocks, index: number, block: string): Blocks {
  return blocks.toSpliced(index, 0, block)
}

function removed(blocks: Blocks, index: number): Blocks | undefined {
  return index < 1 ? undefined : blocks.toSpliced(index, 1)
}

/** An instruction below FROM. */
function instructionIn(blocks: Blocks, random: Random): number | undefined {
  const indexes = [...blocks.keys()].filter(index => index > 0 && /^\s*[A-Z]/.test(blocks[index] as string))
  return indexes.length > 0 ? random.pick(indexes) : undefined
}

function changed(blocks: Blocks, random: Random): Blocks | undefined {
  const index = instructionIn(blocks, random)
  return index === undefined ? undefined : blocks.with(index, `${blocks[index]}1`)
}

function without(blocks: Blocks, random: Random): Blocks | undefined {
  const index = instructionIn(blocks, random)
  return index === undefined ? undefined : removed(blocks, index)
}

function reindented(blocks: Blocks, random: Random): Blocks | undefined {
  const index = instructionIn(blocks, random)
  if (index === undefined) return undefined
  const block = blocks[index] as string
  return blocks.with(index, block.includes('\n') ? block.replaceAll('\n', '\n  ') : ` ${block}`)
}

function doubled(blocks: Blocks, random: Random): Blocks | undefined {
  const index = instructionIn(blocks, random)
  if (index === undefined) return undefined
  return inserted(blocks, random.chance(0.5) ? index : placeIn(blocks, random), blocks[index] as string)
}

function withoutTwin(blocks: Blocks, random: Random): Blocks | undefined {
  const twins = [...blocks.keys()].filter(
    index =>
      /^[A-Z]/.test(blocks[index] as string) &&
      blocks.indexOf(blocks[index] as string) !== blocks.lastIndexOf(blocks[index] as string),
  )
  return twins.length > 0 ? removed(blocks, random.pick(twins)) : undefined
}

function moved(blocks: Blocks, random: Random): Blocks | undefined {
  const index = instructionIn(blocks, random)
  const rest = index === undefined ? undefined : removed(blocks, index)
  return rest && inserted(rest, placeIn(rest, random), blocks[index as number] as string)
}

function ignored(blocks: Blocks, random: Random): Blocks | undefined {
  const index = instructionIn(blocks, random)
  return index === undefined ? undefined : inserted(blocks, index, `# drydock ignore=${random.pick(RULE_NAMES)}`)
}

function isIgnore(block: string): boolean {
  return block.startsWith('# drydock ignore=')
}

function otherLineEnds(text: string): string {
  return text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n')
}
