import { pragmasOf } from './pragmas.js'
import { defineRule } from './rule.js'

export const linterComment = defineRule({
  id: 'linter-comment',
  aliases: ['DL1001'],
  title: 'Keep exceptions out of the Dockerfile',
  category: 'upkeep',
  severity: 'info',
  isOffByDefault: true,
  why: `For teams that keep all exceptions in one reviewed place, \`.drydock.yaml\`, and do not want a comment in a Dockerfile to switch
a rule off.`,
  fixable: 'never',
  examples: [
    {
      before: '# hadolint global ignore=DL3008\nFROM debian:12\n# drydock ignore=root-user\nUSER root\n',
      after: '# hadolint global ignore=DL3008\nFROM debian:12\n# drydock ignore=root-user\nUSER root\n',
    },
  ],
  silent: [
    { why: 'a comment that ignores nothing', text: '# ignore what hadolint says\nFROM debian:12\n' },
    { why: 'a directive that skips nothing', text: '# check=error=true\nFROM debian:12\n' },
    { why: 'the dialect is no exception', text: '# hadolint shell=bash\nFROM debian:12\n' },
  ],
  references: ['https://github.com/hadolint/hadolint#inline-ignores'],
  *check({ dockerfile }) {
    const places = new Map(pragmasOf(dockerfile).map(({ range, names }) => [range.start, { range, names }]))
    for (const { range, names } of places.values())
      yield { range, message: `This comment switches ${names.length > 0 ? `\`${names.join('`, `')}\`` : 'rules'} off.` }
  },
})
