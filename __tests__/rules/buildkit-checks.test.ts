import { describe, expect, test } from '@jest/globals'
import type { Dockerfile } from '../../src/documents/dockerfile/document.js'
import { RULES } from '../../src/rules/index.js'
import { BUILDKIT_CHECKS } from '../../src/settings/foreign-names.js'
import { checked, configured } from './checking.js'
import { JUDGED } from './engine-verdicts.js'

/** BuildKit's names of one rule count as one: a word may have both of EXPOSE's faults. */
const rules = RULES.filter(({ aliases }) => aliases.some(alias => BUILDKIT_CHECKS.has(alias))).map(rule =>
  configured(rule, rule.id === 'invalid-image-default' ? { 'without-default': true } : undefined),
)
const ruleOf = (check: string) => rules.find(({ aliases }) => aliases.includes(check))?.id ?? check

/** The instructions on which only the engine speaks, or only we do, and why. `docs/rules/coverage.md` has it in a sentence. */
const EXPLAINED: readonly { rule: string; why: string; on: readonly string[] }[] = [
  {
    rule: 'constant-platform',
    why: 'only the last stage; a name or a comment gives the reason; a digest; several platforms',
    on: [
      'FROM --platform=linux/amd64 a:1 AS x',
      'FROM --platform=linux/arm64 a:1 AS y',
      'FROM --platform=linux/amd64 debian:12',
      'FROM --platform=linux/amd64 example.com/tool-amd64:1',
      'FROM --platform=linux/amd64 golang:1.25 AS build',
      `FROM --platform=linux/amd64 node@sha256:${'0'.repeat(64)}`,
    ],
  },
  { rule: 'expose-format', why: 'only what is written', on: ['EXPOSE $PORTS'] },
  { rule: 'ignored-copy', why: 'an exception lets files through', on: ['COPY dist /dist'] },
  {
    rule: 'ignored-copy',
    why: 'a mount stops the build in the same way',
    on: ['RUN --mount=type=bind,source=pins.txt,target=/tmp/pins.txt pip install -r /tmp/pins.txt'],
  },
  {
    rule: 'ignored-copy',
    why: 'the path is misspelt: it is not there, whatever the ignore file says',
    on: ['COPY dcos /docs'],
  },
  {
    rule: 'invalid-image-default',
    why: 'an undeclared variable is another rule’s; a name without variables may wait for its value',
    on: ['FROM $BASE', 'FROM nginx:$NGINX', 'FROM node:$NODE_VERSON', 'FROM node:$TAG', 'FROM REPLACE-ME'],
  },
  { rule: 'misplaced-description', why: 'the comment is for a linter', on: ['FROM debian AS app'] },
  {
    rule: 'redundant-platform',
    why: 'an ARG gives another platform, which BuildKit takes although it warns; an operator',
    on: ['FROM --platform=$TARGETPLATFORM alpine:3.22', 'FROM --platform=${TARGETPLATFORM:-linux/amd64} alpine:3.22'],
  },
  { rule: 'relative-workdir', why: 'the engine was given a base image of Linux', on: ['WORKDIR C:\\\\app'] },
  {
    rule: 'secret-in-build',
    why: 'what is no secret by its value or by the rest of its name; a token outside ARG and ENV',
    on: [
      'ARG VITE_SENTRY_APP_KEY',
      'ENV API_KEY=""',
      'ENV AUTH_TYPE=basic TOKEN_EXPIRY=3600 BASIC_AUTH_ENABLED=true GF_AUTH_ANONYMOUS_ORG_ROLE=Admin',
      'ENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305',
      'ENV POSTHOG_PROJECT_KEY=phc_abcdefgh',
      'ENV POSTGRES_PASSWORD_FILE=/run/secrets/db',
      'ENV SECRET_KEY_BASE=dummy',
      'ENV TLS_KEY=/etc/tls/key.pem',
      'RUN curl -H "Authorization: token ghp_abcdefghijklmnopqrstuvwxyz0123456789" https://api.example.org',
    ],
  },
  {
    rule: 'shell-form-command',
    why: 'the shell makes way, minds the signals, is wanted, or is not what the image starts with',
    on: [
      'CMD ./migrate && exec node server.js',
      'CMD /bin/sh',
      'CMD echo $HOSTNAME',
      'CMD echo hello',
      'CMD exec node server.js $ARGS',
      'CMD node a.js',
      'CMD node server.js',
      'CMD python manage.py migrate && exec python manage.py runserver',
      'CMD serve',
      'CMD sh -c "node a.js"',
      "CMD trap 'exit 0' TERM; while true; do sleep 1; done",
      'ENTRYPOINT [ -f /data/done ] || ./migrate; exec node server.js',
      'ENTRYPOINT "bin/bash"',
      'ENTRYPOINT exec app',
      'ENTRYPOINT exec gunicorn --bind 0.0.0.0:$PORT "my app":main',
    ],
  },
  { rule: 'shell-form-command', why: 'Windows has its own shell', on: ['CMD ping localhost'] },
  {
    rule: 'shell-form-command',
    why: 'it is over before anybody could stop it',
    on: ['CMD sleep 1', 'CMD /usr/local/bin/node --version', 'CMD one -h && two --help', 'ENTRYPOINT /bin/true'],
  },
  {
    rule: 'secret-in-build',
    why: 'the name of a file or of a pair, repeated characters, and what stays empty',
    on: [
      'ENV CA_KEY assets/client/tls/root.key',
      'ENV DB_PASSWORD ${DB_PASSWORD}',
      'ENV Filters__0__Key=ProcessId Filters__0__Value=1',
      'ENV RESET_OS_PASSWORD="reset.sh" ADMIN_PASSWORD="${ADMIN_PASSWORD:-}"',
      'ENV TOKEN=00000000-0000-0000-0000-000000000000 SECRET=FFFFFFFF00000000',
    ],
  },
  {
    rule: 'undefined-variable',
    why: 'there is an empty default',
    on: ['ENV RESET_OS_PASSWORD="reset.sh" ADMIN_PASSWORD="${ADMIN_PASSWORD:-}"'],
  },
  { rule: 'undefined-variable', why: 'there is a default', on: ['ENV A=${B:-c} D=${E:+f}', 'ENV A=1 B=${A:-2}'] },
  {
    rule: 'shell-form-command',
    why: 'what waits for ever takes no signal as first process either',
    on: ['CMD service nginx start && tail -f /dev/null', 'CMD tail -f /dev/null'],
  },
  {
    rule: 'undefined-variable',
    why: 'another rule speaks of what the same ENV sets',
    on: ['ENV APP=/opt/app PATH=$APP/bin:$PATH', 'ENV LANG=C \\', 'ENV PATH=$APP/bin:$PATH APP=/opt/app'],
  },
  {
    rule: 'undefined-variable',
    why: 'the base image sets it, or may: the engine was given another one',
    on: [
      'ENV GOPATH=/src OLD=$GOPATH',
      'ENV HOME_BIN=$APP_HOME/bin',
      'ENV LD_LIBRARY_PATH=/a:${LD_LIBRARY_PATH}',
      'LABEL node=$NODE_VERSION',
      'USER $APP_UID',
    ],
  },
]

const explained = EXPLAINED.flatMap(({ rule, on }) => on.map(instruction => `${rule}: ${instruction}`))

describe('`docker build --check` and we agree, or it is explained', () => {
  const unused = new Set(explained)

  test.each(JUDGED)('$id: $text', ({ text, files, verdict: { checks, error } }) => {
    const { build, findings } = checked(text, rules, files)
    const { dockerfile } = build
    if (dockerfile.error) {
      expect(error).toBeDefined()
      return
    }
    const place = (rule: string, line: number) => `${rule}: ${instructionAt(dockerfile, line)}`
    const theirs = checks.map(check => check.split(' ')).map(([name = '', line]) => place(ruleOf(name), Number(line)))
    const ours = findings.map(({ rule, range }) => place(rule.id, dockerfile.lines.lineAt(range.start) + 1))
    const only = [
      ...theirs.filter(one => !ours.includes(one)),
      // Where the engine gave up it has not looked at the rest.
      ...ours.filter(one => !theirs.includes(one) && error === undefined),
    ]
    for (const one of only) unused.delete(one)
    expect(only.filter(one => !explained.includes(one))).toEqual([])
  })

  test('every explanation is needed', () => {
    expect([...unused]).toEqual([])
  })
})

/** The first line of the instruction at a line or below it. */
function instructionAt({ instructions, text, lines }: Dockerfile, line: number): string {
  const found = instructions.find(({ endLine }) => endLine >= line)
  const start = found?.range.start ?? 0
  const end = text.indexOf('\n', start)
  return text.slice(start, end === -1 ? undefined : end) || String(lines.lineAt(start))
}
