import type { Call } from './calls.js'
import type { ShellWord } from './script.js'

/** A command that builds an image. Paths as written: from the folder that the command runs in. */
export interface DockerBuild {
  /** `docker` finds the Dockerfile in the context; `podman` knows a second name and a second place. */
  readonly program: string
  readonly context: string
  readonly file: string | undefined
  readonly target: string | undefined
  /** `NAME=value`; with `$` where only the shell knows. */
  readonly args: readonly string[]
  /** The same for what takes the place of stages and images. */
  readonly contexts: readonly string[]
}

/** The words in front of `build` for each program. */
const COMMANDS: Readonly<Record<string, RegExp>> = {
  docker: /^(?:buildx |image |builder )?build$/,
  podman: /^(?:image )?build$/,
  nerdctl: /^(?:image )?build$/,
  buildah: /^(?:bud|build)$/,
}

/** Options of `docker build` and its like that stand alone; every other one has a value, as its next word where no `=` is. */
export const BUILD_SWITCHES =
  /^(?:-[Dqs]+|--(?:check|compress|debug|disable-content-trust|force-rm|load|no-cache|pull|pull-always|push|quiet|rm|squash|squash-all|layers|all-platforms))$/

/** What a call builds; undefined for one that builds nothing, or of which a part is not known that decides what. */
export function dockerBuildOf({ program, args }: Call): DockerBuild | undefined {
  const at = args.findIndex(({ value }) => value === 'build' || value === 'bud')
  const isBuild = Object.hasOwn(COMMANDS, program) && COMMANDS[program]?.test(textOf(args.slice(0, at + 1)))
  if (at === -1 || !isBuild) return undefined
  const { operands, options } = sorted(args.slice(at + 1))
  const [context, ...more] = operands
  if (context?.value === undefined || more.length > 0) return undefined
  const given = (...names: readonly string[]) => options.filter(({ name }) => names.includes(name))
  const [files, targets] = [given('-f', '--file'), given('--target')]
  if ([...files, ...targets].some(({ value }) => value === undefined)) return undefined
  return {
    program,
    context: context.value,
    file: files.at(-1)?.value,
    target: targets.at(-1)?.value,
    args: given('--build-arg').map(written),
    contexts: given('--build-context').map(written),
  }
}

function textOf(words: readonly ShellWord[]): string {
  return words.map(({ text }) => text).join(' ')
}

interface Option {
  readonly name: string
  readonly value: string | undefined
  /** The value as it is written. */
  readonly text: string
}

function written({ value, text }: Option): string {
  return value ?? text.replace(/^["']/, '')
}

function from(word: ShellWord | undefined, at: number) {
  return { value: word?.value?.slice(at), text: word?.text.slice(at) ?? '' }
}

function sorted(words: readonly ShellWord[]) {
  const operands: ShellWord[] = []
  const options: Option[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as ShellWord
    const equals = word.text.indexOf('=')
    const short = /^-[a-z](?=[^-=])/i.exec(word.text)?.[0]
    if (!word.text.startsWith('-') || word.text === '-') operands.push(word)
    else if (BUILD_SWITCHES.test(word.text)) continue
    else if (equals !== -1) options.push({ name: word.text.slice(0, equals), ...from(word, equals + 1) })
    else if (short) options.push({ name: short, ...from(word, short.length) })
    else options.push({ name: word.text, ...from(words[++i], 0) })
  }
  return { operands, options }
}
