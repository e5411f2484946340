import type { Project } from '../project.js'

export const LABELS: readonly Project[] = [
  {
    name: 'labels with values that no program reads',
    rules: ['label-value'],
    dockerfile: `FROM debian:bookworm-slim AS base
LABEL org.opencontainers.image.source=github.com/example/app \\
  # which license
  "org.opencontainers.image.licenses"='Apache License, Version 2.0' a="b c"
FROM base
ONBUILD LABEL org.opencontainers.image.url="git@gitlab.com:example/app.git"
LABEL org.opencontainers.image.licenses GPL v3 or later
CMD ["true"]
`,
    differs: { config: ['Labels', 'OnBuild'] },
  },
  {
    name: 'keys of labels in capitals',
    rules: ['label-key'],
    dockerfile: `FROM debian:bookworm-slim
LABEL Version=1 "Build_Date"=today \\
  c=d
LABEL Old.Form some words
CMD ["true"]
`,
    differs: { config: ['Labels'] },
  },
]
