import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Arguments, HELP, parseArguments, VERSION } from './cli-arguments.js'
import { reviewChange } from './drydock.js'
import { toJson } from './formats/json.js'
import { NO_LINKS } from './formats/links.js'
import { toMarkdown } from './formats/markdown.js'
import { styleFor } from './formats/style.js'
import { toText } from './formats/text.js'
import type { Change } from './inputs/change.js'
import { type Checkout, findBase, openCheckout, readCheckout } from './inputs/checkout/checkout.js'
import type { Review } from './review/review.js'
import { withoutComments } from './review/without-comments.js'
import { parseConfig } from './settings/config.js'
import { fileFilter, reviewOptions, settingsFrom } from './settings/resolve.js'
import type { Config } from './settings/schema.js'
import { UserError } from './user-error.js'

const EXIT = { clean: 0, findings: 1, usage: 2 } as const
const CONFIG_FILE = '.drydock.yaml'

async function main(): Promise<number> {
  const args = parseArguments(process.argv.slice(2))
  if (args === 'help' || args === 'version') {
    process.stdout.write(args === 'help' ? HELP : `${VERSION}\n`)
    return EXIT.clean
  }
  const checkout = await openCheckout(args.path)
  const config = await readConfig(checkout, args.config)
  const isWhole = args.all || !checkout.isGit
  const base = isWhole ? undefined : await findBase(checkout, args.base)
  const change = await readCheckout(checkout, base, fileFilter(config, args.overrides))
  const options = { ...reviewOptions(config, args.overrides), maxComments: Number.POSITIVE_INFINITY }
  const review = reviewChange(change, settingsFrom(config), options, showProgress(change))
  process.stdout.write(render(review, args))
  if (args.format === 'text' && change.files.length === 0 && !change.affected?.length && !isWhole)
    process.stderr.write('No Dockerfile differs from the base; --all reviews every one.\n')
  return review.conclusion === 'failure' ? EXIT.findings : EXIT.clean
}

/** The file that was named has to exist; the usual one may. */
async function readConfig({ root }: Checkout, named: string | undefined): Promise<Config> {
  const path = named ?? join(root, CONFIG_FILE)
  try {
    return parseConfig(named ?? CONFIG_FILE, await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof UserError) throw error
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (named === undefined && isMissing) return {}
    if (isMissing) throw new UserError(`${path}: there is no such configuration file.`)
    throw new UserError(`${path}: the configuration cannot be read: ${(error as Error).message}`)
  }
}

function render(review: Review, { format }: Arguments): string {
  if (format === 'json') return toJson(review)
  if (format === 'markdown') return toMarkdown(withoutComments(review), NO_LINKS)
  const hasColors = process.stdout.isTTY && process.env.NO_COLOR === undefined
  return toText(review, styleFor(hasColors || Boolean(process.env.FORCE_COLOR)))
}

/** From this many files on a person wants to see that something happens. */
const MANY_FILES = 20

function showProgress({ files }: Change): (path: string) => void {
  if (!process.stderr.isTTY || files.length < MANY_FILES) return () => {}
  let done = 0
  return () => {
    done++
    const end = done === files.length ? '\r\u001b[K' : ''
    process.stderr.write(`\r\u001b[K${done}/${files.length} Dockerfiles${end}`)
  }
}

main().then(
  code => {
    process.exitCode = code
  },
  (error: unknown) => {
    const isExpected = error instanceof UserError
    process.stderr.write(`drydock: ${isExpected ? error.message : ((error as Error)?.stack ?? String(error))}\n`)
    process.exitCode = EXIT.usage
  },
)
