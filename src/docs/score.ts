import { UNKNOWN_REPOSITORY } from '../build/repository.js'
import { reviewChange } from '../drydock.js'
import { wholeFile } from '../inputs/hunks.js'
import { POINTS } from '../review/score.js'
import { CATEGORIES, SEVERITIES } from '../rules/rule.js'
import { defaultSettings } from '../settings/defaults.js'

/** A file with several findings, one of them twice. */
const EXAMPLE = `FROM python:3.13
MAINTAINER Ann Lee
ENV API_TOKEN=3f8a90c1d2e4b5a6
WORKDIR app
COPY app.py .
RUN apt-get update && apt-get install -y curl
RUN apt-get update && apt-get install -y git
CMD python app.py
`

/** `docs/score.md`: the formula, and an example that can be reckoned by hand. */
export function scorePage(): string {
  const text = EXAMPLE
  const change = {
    files: [{ path: 'Dockerfile', text, ...wholeFile(text) }],
    unread: [],
    repository: UNKNOWN_REPOSITORY,
  }
  const options = { failOn: 'never', commentOn: 'changed-lines', maxComments: Number.POSITIVE_INFINITY } as const
  const { findings, scores } = reviewChange(change, defaultSettings(), options)
  if (scores === undefined) throw new Error('the example was not read')
  const { now, withSuggestions = now } = scores
  const points = Object.values(now.categories)
  const sum = points.reduce((total, one) => total + one, 0)
  const seen = new Set<string>()
  const taken = SEVERITIES.flatMap(severity => findings.filter(finding => finding.severity === severity)).map(
    ({ rule: { id, category }, severity, startLine, fix }) => {
      const off = POINTS[severity][seen.has(id) ? 'further' : 'first']
      seen.add(id)
      return `| ${startLine} | [${id}](rules/${id}.md) | ${severity} | ${category} | ${off} | ${fix ? 'yes' : ''} |`
    },
  )
  return `${TEXT}
## An example

\`\`\`dockerfile
${EXAMPLE}\`\`\`

| Line | Rule | Severity | Category | Takes off | Fix |
| --: | :-- | :-- | :-- | --: | :-- |
${taken.join('\n')}

| ${CATEGORIES.join(' | ')} |
| ${CATEGORIES.map(() => '--:').join(' | ')} |
| ${points.join(' | ')} |

The mean of the categories is ${sum} / 5 = ${sum / 5}, the lowest is ${Math.min(...points)}; the mean of the two is
(${sum / 5} + ${Math.min(...points)}) / 2 = ${(sum / 5 + Math.min(...points)) / 2}, so the score is **${now.total}**. Without the findings that have a fix it
is **${withSuggestions.total}**: "Score ${now.total} · ${withSuggestions.total} with all suggestions".
`
}

const TEXT = `# Score

From 0 to 100 for each Dockerfile, and for each of five categories of it: ${CATEGORIES.join(', ')}. It is a model: it weighs
what was found by how severe that is, and measures no build. The numbers in the table are a judgement, chosen so that a file
with an error stays below 70 and one with a single warning in one category is at 88.

## The formula

1. Each category begins at 100. Each finding takes something off the category of its rule; a category never falls below 0.

   | Severity | The first finding of a rule in a file takes off | Each further one of that rule |
   | :-- | --: | --: |
${SEVERITIES.map(one => `   | ${one} | ${POINTS[one].first} | ${POINTS[one].further} |`).join('\n')}

   Where one rule has findings of several severities the most severe is the first.
2. The score is the mean of two figures, rounded down: the mean of the five categories, and the lowest of them. So four good
   categories do not hide what is wrong in the fifth. 100 means that nothing was found.
3. The score of several Dockerfiles is the mean of theirs, rounded down; likewise for each category.

Severities are those in force: what \`.drydock.yaml\` or a rule's own judgement makes of them. The categories have no weights of
their own, since the severity of a rule already says how much it weighs.

## What counts

- Only what the review counts: neither what a comment or the configuration switches off nor what a person dismissed on the pull
  request. What cannot be known is no finding and takes nothing off.
- A file that BuildKit refuses scores 0 in every category: there is no image to speak of, and no other rule can judge it.
- A file that could not be read has no score, and fails the check unless \`fail-on\` is \`never\`.
- An unchanged Dockerfile is scored only where files around it changed and bring up new findings.

**Before → after**: the same formula for the text and the repository before the change, with today's rules and configuration. A file that is
new has no before. The mean before is that of the files that were there. What a person dismissed counts on neither side.

**With all suggestions**: the score without the findings whose fixes are offered, by a button or as a patch, safe or not. All
of these were applied at once and proved; where two fixes want the same text only the more severe counts.

## As a gate

\`fail-on: score<70\` fails the check when **any** reviewed Dockerfile scores below 70; a mean below 70 always has such a file. The
number is from 1 to 100. Findings then fail the check only through the score. It works in \`.drydock.yaml\`, as the input
\`fail-on\` of the action, and as \`--fail-on 'score<70'\` on the command line (with quotes, or the shell takes \`<\` for itself).

\`drydock score [path]\` prints the scores of every Dockerfile of a checkout, as text, \`--format json\` or \`markdown\`. In JSON,
\`score\` has \`total\` and \`categories\`, likewise \`before\` and \`withSuggestions\` where they are known, and \`files\`, each with a
\`path\` and the same keys; \`drydock review --format json\` has it, too. The action's output \`score\` is the mean.
`
