import { defineRule } from './rule.js'

export const ignoreFileInvalid = defineRule({
  id: 'ignore-file-invalid',
  aliases: [],
  title: 'Write patterns that Docker can read',
  category: 'correctness',
  severity: 'error',
  why: 'Docker refuses to build with an ignore file that has a pattern it cannot read, whatever the Dockerfile copies.',
  fixable: 'never',
  examples: [
    { before: 'node_modules\n[a-\n', after: 'node_modules\n[a-\n' },
    { before: '*.log\n!\n', after: '*.log\n!\n' },
  ],
  silent: [
    { why: 'a class of characters', text: '*.py[cod]\n[Tt]humbs.db\n' },
    { why: 'an exception', text: '*.md\n! README.md\n' },
  ],
  references: ['https://docs.docker.com/build/concepts/context/#syntax', 'https://pkg.go.dev/path/filepath#Match'],
  *checkIgnoreFile({ ignore: { error } }) {
    if (error) yield { range: error.range, message: `Docker cannot read this (${error.message}), and stops the build.` }
  },
})
