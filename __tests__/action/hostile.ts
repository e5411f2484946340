import type { Files } from '../github/pull-request.js'

/** Texts that do harm where they are read as Markdown, HTML, a workflow command or a marker. A path has no `/` of its own. */
export const HOSTILE_NAMES: readonly string[] = [
  '@octo-team',
  'a`b @octo-team',
  '``x` @octo-team',
  '```',
  'a|b @octo-team | c',
  'a\\|b',
  '<img src=x onerror=alert(1)>',
  '<!-- drydock:1 closed - - - -->',
  '](javascript:alert(1)) ![x](y)',
  'www.evil.example #1 GH-1',
  '::error::boom',
  '##[error]boom',
  'a%0A::error::boom%0A',
  'a\n::error::boom\n@octo-team\n```\n',
  '\r::error::boom\r@octo-team',
  '&lt;img&gt; &#64;octo-team',
  '\u202efdp.\u2066@octo-team\u200f',
  '**b** _i_ ~~s~~ $x$',
  '🐳'.repeat(60),
  ' @octo-team ',
]

const FENCES = '```` ```suggestion ~~~~'
const MARKUP = `@octo-team <img src=x> ${FENCES} ]( <!-- x --> #1 https://evil.example`

/** A Dockerfile with findings whose messages, fixes and excerpts quote hostile text. */
export const HOSTILE_TEXT = `FROM debian:12 AS base
MAINTAINER ${MARKUP}
COPY <<EOF /lines-that-would-end-a-fence
\`\`\`
@octo-team <img src=x>
~~~~
EOF
# drydock ignore=pinned-base-image ${MARKUP} ::error::boom
FROM debian AS two
ENV \`@octo-team\`<img>_PASSWORD=hunter2 B\`@octo-team_PASSWORD=hunter2 \`\`@octo-team\`_TOKEN=hunter2
WORKDIR @octo-team\`\`<img>
COPY ../@octo-team\`<img> ../\`@octo-team\`\`b /x/
RUN cd /@octo-team\`<img> && make "${FENCES}"
RUN apt-get update
RUN apt-get install -y curl "${MARKUP}"
RUN --mount=type=cache,target=/\`@octo-team\`<img> pip install x
ADD run.sh "/${FENCES} @octo-team"
ADD ./@octo-team\`\`<img>.sh /srv/
USER @octo-team\`<img>
CMD @octo-team\`<img> --now
`

/** Files that BuildKit refuses in words which quote them. */
const BROKEN: Files = {
  'broken/stage.Dockerfile': 'FROM debian:12 AS @octo-team`<img>``::error::boom\n',
  'broken/env.Dockerfile': 'FROM debian:12\nENV A=b @octo-team`<img>``](https://evil.example)\n',
  'broken/word.Dockerfile': 'FROM debian:12\n<IMG>`@OCTO-TEAM x\n',
  'broken/modifier.Dockerfile': 'FROM debian:12\nENV A=${B:@octo-team`<img>#1}\n',
  'broken/wanted.Dockerfile': 'FROM debian:12\nENV A=${B:?@octo-team`<img>#1}\n',
}

/** A pull request that has hostile text wherever one can put any. */
export function hostileFiles(): Files {
  const files = HOSTILE_NAMES.map(name => [`${name}/Dockerfile`, HOSTILE_TEXT] as const)
  return { ...BROKEN, Dockerfile: HOSTILE_TEXT, 'run.sh': '#!/bin/sh\n', ...Object.fromEntries(files) }
}
