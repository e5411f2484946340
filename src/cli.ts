import { type Arguments, HELP, parseArguments, VERSION } from './cli-arguments.js'
import { reviewChange } from './drydock.js'
import { headline } from './formats/headline.js'
import { scoreJson, toJson } from './formats/json.js'
import { NO_LINKS } from './formats/links.js'
import { toMarkdown } from './formats/markdown.js'
import { scoreLine, scoreTable, scoreText } from './formats/score.js'
import { styleFor } from './formats/style.js'
import { toText } from './formats/text.js'
import { init } from './init/init.js'
import type { Change } from './inputs/change.js'
import { findBase, openCheckout, readCheckout } from './inputs/checkout/checkout.js'
import { readConfig } from './inputs/checkout/config.js'
import { readCommits } from './inputs/checkout/history.js'
import { digestCacheIn, digestCachePath } from './inputs/digest-cache.js'
import { askRegistries } from './inputs/registry.js'
import { askShellcheck } from './inputs/shellcheck.js'
import { judgeScripts } from './judge-scripts.js'
import { pinDigests } from './pin-digests.js'
import { recallHistory, withHistory } from './recall-history.js'
import type { Review } from './review/review.js'
import { withoutComments } from './review/without-comments.js'
import { fileFilter, historyLength, reviewOptions, settingsFrom } from './settings/resolve.js'
import { UserError } from './user-error.js'

const EXIT = { clean: 0, findings: 1, usage: 2 } as const

async function main(): Promise<number> {
  const args = parseArguments(process.argv.slice(2))
  if (args === 'help' || args === 'version') {
    process.stdout.write(args === 'help' ? HELP : `${VERSION}\n`)
    return EXIT.clean
  }
  if (args.command === 'init') {
    process.stdout.write(await init(args.path))
    return EXIT.clean
  }
  const checkout = await openCheckout(args.path)
  const config = await readConfig(checkout.root, args.config)
  const isWhole = args.all || !checkout.isGit
  const base = isWhole ? undefined : await findBase(checkout, args.base)
  const read = await readCheckout(checkout, base, fileFilter(config, args.overrides))
  const recalled = recallHistory(read, historyLength(config), count => readCommits(checkout, args.base, count))
  const settings = settingsFrom(config)
  const cache = digestCacheIn(digestCachePath(process.env))
  const pinned = await pinDigests(read, settings, references => askRegistries(references, cache))
  const change = withHistory(await judgeScripts(pinned, settings, askShellcheck), await recalled)
  const options = { ...reviewOptions(config, args.overrides), maxComments: Number.POSITIVE_INFINITY }
  const review = reviewChange(change, settings, options, showProgress(change))
  process.stdout.write(render(review, args))
  if (args.format === 'text' && change.files.length === 0 && !change.affected?.length && !isWhole)
    process.stderr.write('No Dockerfile differs from the base; --all reviews every one.\n')
  return review.conclusion === 'failure' ? EXIT.findings : EXIT.clean
}

function render(review: Review, { command, format }: Arguments): string {
  if (command === 'score') return renderScores(review, format)
  if (format === 'json') return toJson(review)
  if (format === 'markdown') return toMarkdown(withoutComments(review), NO_LINKS)
  const hasColors = process.stdout.isTTY && process.env.NO_COLOR === undefined
  return toText(review, styleFor(hasColors || Boolean(process.env.FORCE_COLOR)))
}

function renderScores(review: Review, format: Arguments['format']): string {
  if (format === 'json') return scoreJson(review)
  if (review.scores === undefined || format === 'text') return scoreText(review)
  return `${headline(review)}\n\n${scoreLine(review.scores)}\n\n${scoreTable(review.scores)}\n`.replace('\n\n\n', '\n')
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
