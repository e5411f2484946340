import { describe, expect, test } from '@jest/globals'
import { copyThenChown } from '../../src/rules/copy-then-chown.js'
import { type Files, findingsOf, fixed, said } from './checking.js'

/** As large as what is worth somebody's work. */
const LARGE = ' '.repeat(1_000_000)
const FILES: Files = { 'src/a.js': '', 'src/b/c.js': LARGE, 'run.sh': '', 'stop.sh': '', tool: LARGE }
const body = (text: string) => `FROM node:22\n${text}`
const fix = (text: string) => fixed(body(text), [copyThenChown], FILES).slice('FROM node:22\n'.length)
const count = (text: string) => said(body(text), [copyThenChown], FILES).length

describe('the flag says what the command said', () => {
  test.each([
    ['a mode with a leading zero', 'COPY run.sh /\nRUN chmod 0755 /run.sh\n', 'COPY --chmod=0755 run.sh /\n'],
    [
      'a file without an extension',
      'COPY tool /usr/bin/\nRUN chmod +x /usr/bin/tool\n',
      'COPY --chmod=755 tool /usr/bin/\n',
    ],
    [
      'a relative path',
      'WORKDIR /w\nCOPY run.sh .\nRUN chmod 755 ./run.sh\n',
      'WORKDIR /w\nCOPY --chmod=755 run.sh .\n',
    ],
    ['no group', 'COPY src /srv/s\nRUN chown -R node /srv/s\n', 'COPY --chown=node:0 src /srv/s\n'],
    ['numbers', 'COPY src /srv/s\nRUN chown -R 5:6 /srv/s\n', 'COPY --chown=5:6 src /srv/s\n'],
    ['a variable', 'ARG U=5\nCOPY src /srv/s\nRUN chown -R $U:$U /srv/s\n', 'ARG U=5\nCOPY --chown=$U:$U src /srv/s\n'],
    [
      'another flag is there',
      'COPY --chmod=644 run.sh /\nRUN chown node:node /run.sh\n',
      'COPY --chown=node:node --chmod=644 run.sh /\n',
    ],
    ['lower case', 'copy run.sh /\nrun chmod 700 /run.sh\n', 'copy --chmod=700 run.sh /\n'],
    ['the JSON form', 'COPY ["run.sh", "/"]\nRUN chmod 700 /run.sh\n', 'COPY --chmod=700 ["run.sh", "/"]\n'],
    [
      'several lines',
      'COPY run.sh \\\n  stop.sh \\\n  /\nRUN chmod 700 \\\n  /run.sh \\\n  /stop.sh\nENV A=1\n',
      'COPY --chmod=700 run.sh \\\n  stop.sh \\\n  /\nENV A=1\n',
    ],
    [
      'a part of a list',
      'COPY tool /\nRUN apt-get update \\\n && chmod +x /tool \\\n && /tool\n',
      'COPY --chmod=755 tool /\nRUN apt-get update \\\n && /tool\n',
    ],
    [
      'from another stage into a folder',
      'COPY --from=b /out /srv/out\nRUN chown -R node:node /srv/out\n',
      'COPY --chown=node:node --from=b /out /srv/out\n',
    ],
    [
      'two copies into WORKDIR',
      'WORKDIR /app\nCOPY src ./src\nCOPY run.sh .\nRUN chown -R node:node .\n',
      'WORKDIR /app\nCOPY --chown=node:node src ./src\nCOPY --chown=node:node run.sh .\nRUN chown node:node .\n',
    ],
    [
      'owner and mode in one RUN',
      'COPY tool /tool\nRUN chown 5:6 /tool && chmod 500 /tool\nENV A=1\n',
      'COPY --chown=5:6 --chmod=500 tool /tool\nENV A=1\n',
    ],
    [
      'two modes in one RUN with something else',
      'COPY tool /tool\nCOPY src/b/c.js /c.js\nRUN chmod 500 /tool; chmod 400 /c.js; date\n',
      'COPY --chmod=500 tool /tool\nCOPY --chmod=400 src/b/c.js /c.js\nRUN date\n',
    ],
    [
      'mkdir made the folder, which has to be given away',
      'RUN mkdir -p /app\nCOPY src /app\nRUN chown -R 5:6 /app\n',
      'RUN mkdir -p /app\nCOPY --chown=5:6 src /app\nRUN chown 5:6 /app\n',
    ],
    [
      'what happens elsewhere does not matter',
      'WORKDIR /w\nRUN apt-get install -y jq && useradd -m app && mkdir /log && npm i -g a\nCOPY src /app\nRUN chown -R app:app /app\n',
      'WORKDIR /w\nRUN apt-get install -y jq && useradd -m app && mkdir /log && npm i -g a\nCOPY --chown=app:app src /app\n',
    ],
  ])('%s', (_, before, after) => {
    expect(fix(before)).toBe(after)
  })
})

/** Each with something below /app that no COPY has brought: a flag on the COPY would leave it root's. */
describe('a folder that holds more than copies', () => {
  test.each([
    ['mkdir in the same RUN', 'COPY src /app\nRUN mkdir -p /app/log && chown -R 5:5 /app\n'],
    ['mkdir above', 'WORKDIR /app\nRUN mkdir log\nCOPY src .\nRUN chown -R 5:5 /app\n'],
    ['mkdir with a variable', 'COPY src /app\nRUN mkdir -p "$D" && chown -R 5:5 /app\n'],
    ['mkdir with braces', 'COPY src /app\nRUN mkdir -p /app/{a,b} && chown -R 5:5 /app\n'],
    ['WORKDIR below it', 'WORKDIR /app/log\nWORKDIR /app\nCOPY src /app\nRUN chown -R 5:5 /app\n'],
    ['WORKDIR below it, after the COPY', 'COPY src /app\nWORKDIR /app/log\nRUN chown -R 5:5 /app\n'],
    ['touch', 'COPY src /app\nRUN touch /app/a\nRUN chown -R 5:5 /app\n'],
    ['a file that is written', 'COPY src /app\nRUN echo a > /app/a && chown -R 5:5 /app\n'],
    ['the home of a new user', 'RUN useradd -m app\nCOPY src /home/app\nRUN chown -R root:root /home/app\n'],
    ['a home somewhere else', 'RUN useradd -md /app app\nCOPY src /app\nRUN chown -R 5:5 /app\n'],
    ['the home of the image', 'COPY src /home/node\nRUN chown -R 5:5 /home/node\n'],
    ['a home that cannot be read', 'RUN sudo useradd -m app\nCOPY src /home/app\nRUN chown -R 5:5 /home/app\n'],
    ['HOME', 'ENV HOME=/app\nRUN npm i -g a\nCOPY src /app\nRUN chown -R 5:5 /app\n'],
    ['a prefix', 'ENV PATH=/app/.venv/bin:$PATH\nCOPY src /app\nRUN pip install a\nRUN chown -R 5:5 /app\n'],
    ['a package', 'RUN apt-get install -y apache2\nCOPY src /var/www/html\nRUN chown -R 5:5 /var/www/html\n'],
    ['a folder of the system', 'COPY src /etc/nginx\nRUN chown -R 5:5 /etc/nginx\n'],
    ['an archive', 'ADD a.tar.gz /app/\nCOPY src /app\nRUN chown -R 5:5 /app\n'],
    ['a copy of another owner', 'COPY --chown=6 run.sh /app/\nCOPY src /app\nRUN chown -R 5:5 /app\n'],
    ['a mode of its own for the folder', 'COPY run.sh /app/\nRUN chmod -R 700 /app\n'],
    ['a folder that is there, not a file', 'RUN mkdir -p /app/log\nCOPY tool /app\nRUN chmod 700 /app\n'],
  ])('%s', (_, text) => {
    expect(fix(text)).toBe(text)
  })
  test('an image that is not known', () => {
    const text = 'FROM example.com/base\nCOPY src /app\nRUN chown -R 5:5 /app\n'
    expect(fixed(text, [copyThenChown], FILES)).toBe(text)
  })
})

test('without a context, conf.d is a folder', () => {
  const text = 'FROM node:22\nCOPY conf.d /conf.d\nRUN chmod 755 /conf.d\n'
  expect(findingsOf(text, [copyThenChown])).toEqual([])
})

test('root owns what is copied anyway', () => {
  expect(
    said(body('RUN useradd -m a\nCOPY src /home/a\nRUN chown -R root:root /home/a\n'), [copyThenChown], FILES),
  ).toEqual([
    "chown -R root:root /home/a | This layer holds what was copied to `/home/a` once more. What COPY brings is root's anyway, and only what a RUN writes is left to chown.",
  ])
})

test('line ends of Windows stay', () => {
  const text = 'FROM node:22\r\nCOPY run.sh /\r\nRUN chmod 755 /run.sh\r\nENV A=1\r\n'
  expect(fixed(text, [copyThenChown], FILES)).toBe('FROM node:22\r\nCOPY --chmod=755 run.sh /\r\nENV A=1\r\n')
})

test('only what git says for sure is safe', () => {
  const safe = (mode: string) =>
    findingsOf(body(`COPY run.sh /\nRUN chmod ${mode} /run.sh\n`), [copyThenChown], FILES).map(({ fix }) => fix?.safe)
  expect(safe('755')).toEqual([true])
  expect(safe('a+rx')).toEqual([false])
})

test('a RUN of which only its options would be left goes', () => {
  expect(fix('COPY run.sh /\nRUN set -eux; \\\n  chmod 755 /run.sh\nENV A=1\n')).toBe(
    'COPY --chmod=755 run.sh /\nENV A=1\n',
  )
  expect(fix('COPY tool /\nRUN set -e && chmod 755 /tool && echo a\n')).toBe(
    'COPY --chmod=755 tool /\nRUN set -e && echo a\n',
  )
})

test('a user that does not exist yet where the COPY stands is named', () => {
  const text = 'COPY --from=b /d /srv/d\nRUN useradd -r app && chown -R app:app /srv/d\n'
  expect(said(body(text), [copyThenChown], FILES)).toEqual([
    'chown -R app:app /srv/d | This layer holds what was copied to `/srv/d` once more. With `app` created above the COPY, `COPY --chown=app:app` does it at once.',
  ])
})

describe('found, but nothing is offered', () => {
  test.each([
    ['a RUN writes there', 'WORKDIR /app\nCOPY src .\nRUN npm ci\nRUN chown -R node:node /app\n'],
    ['the user comes later', 'COPY src /srv/s\nRUN useradd app && chown -R app:app /srv/s\n'],
    ['the group is not known', 'RUN useradd -g users app\nCOPY src /srv/s\nRUN chown -R app:app /srv/s\n'],
    ['the login group is not known', 'COPY src /srv/s\nRUN chown -R node: /srv/s\n'],
    ['a name needs the image, which --link does without', 'COPY --link src /srv/s\nRUN chown -R node:node /srv/s\n'],
    ['folders above would belong to the user, too', 'COPY src /a/b\nRUN chown -R node:node /a/b\n'],
    ['files were there before', 'COPY src /opt\nRUN chown -R node:node /opt\n'],
    ['a mode of folders', 'COPY src /srv/s\nRUN chmod -R 755 /srv/s\n'],
    ['another variable', 'ARG U=5\nCOPY src /srv/s\nARG U=6\nRUN chown -R $U:$U /srv/s\n'],
    ['a failure may pass', 'COPY src /srv/s\nRUN chown -R 5:5 /srv/s || true\n'],
  ])('%s', (_, text) => {
    expect(count(text)).toBe(1)
    expect(fix(text)).toBe(text)
  })
})

describe('silent', () => {
  test.each([
    ['the copy brings more files', 'COPY run.sh stop.sh /\nRUN chmod 755 /run.sh\n'],
    ['a folder is made a file', 'COPY src /srv/s\nRUN chmod +x /srv/s/a.js\n'],
    ['the bits are taken away', 'COPY run.sh /\nRUN chmod o-r /run.sh\n'],
    ['a mount', 'COPY run.sh /\nRUN --mount=type=bind,target=/x chmod 755 /run.sh\n'],
    ['setuid', 'COPY tool /usr/bin/\nRUN chmod u+s /usr/bin/tool\n'],
    ['ONBUILD', 'ONBUILD COPY src /srv/s\nONBUILD RUN chown -R node:node /srv/s\n'],
    ['in a subshell', 'COPY src /srv/s\nRUN (chown -R node:node /srv/s)\n'],
  ])('%s', (_, text) => {
    expect(said(body(text), [copyThenChown], FILES)).toEqual([])
  })
})

test('a mode in letters copies the files anyway: of the owner nothing is said', () => {
  const found = (mode: string) =>
    said(body(`COPY src /srv/s\nRUN chown -R 1001:0 /srv/s && chmod -R ${mode} /srv/s\n`), [copyThenChown], FILES)
  expect(found('g+w').map(one => one.split(' ')[0])).toEqual(['chmod'])
  expect(found('755').map(one => one.split(' ')[0])).toContain('chown')
})
