import { describe, expect, test } from '@jest/globals'
import { consecutiveRuns } from '../../src/rules/consecutive-runs.js'
import { deletedLater } from '../../src/rules/deleted-later.js'
import { findingsOf, fixed, said } from './checking.js'

const FROM = 'FROM debian:12\n'
const GET = 'RUN wget -q https://example.org/a.tgz\n'

describe('a file of an earlier layer is found', () => {
  test.each([
    ['the name of the address', `WORKDIR /w\n${GET}RUN rm a.tgz\n`, '/w/a.tgz'],
    ['curl -O', 'RUN curl -sSLO https://example.org/a.zip\nRUN rm /a.zip\n', '/a.zip'],
    ['a folder', 'RUN wget -P /tmp https://example.org/a.zip\nRUN rm -rf /tmp/a.zip\n', '/tmp/a.zip'],
    ['a variable', 'ARG V=1\nRUN curl -o /a-$V https://example.org/b\nRUN rm /a-1\n', '/a-1'],
    ['an archive', 'COPY a.deb b.deb /tmp/\nRUN dpkg -i /tmp/a.deb && rm /tmp/a.deb\n', '/tmp/a.deb'],
    ['an archive of a stage', 'COPY --from=b /a.tgz /a.tgz\nRUN rm /a.tgz\n', '/a.tgz'],
    ['a folder of a stage', 'COPY --from=b /out/wheels /tmp/w/\nRUN a /tmp/w && rm -rf /tmp/w\n', '/tmp/w'],
    ['a folder that a RUN goes to', 'COPY --from=b /w /w\nRUN cd /w/b && make && cd ../.. && rm -rf w\n', '/w'],
    ['ADD of an address', 'ADD https://example.org/a.run /tmp/\nRUN sh /tmp/a.run && rm /tmp/a.run\n', '/tmp/a.run'],
  ])('%s', (_, body, path) => {
    const found = said(FROM + body, [deletedLater])
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(`\`${path}\``)
  })
})

describe('silent', () => {
  test.each([
    ['it goes with what was unpacked', `RUN cd /tmp && wget https://example.org/a.tgz\nRUN rm -f a.tgz\n`],
    ['it was moved', 'RUN wget https://example.org/a && mv a /usr/bin/a\nRUN rm -f /a\n'],
    ['it is written to the output', 'RUN wget -O - https://example.org/a\nRUN rm -f /a\n'],
    ['a program of another image', 'COPY --from=b /bin/a /bin/a\nRUN a && rm /bin/a\n'],
    ['a folder that is unknown', 'COPY --from=b /w /w\nRUN cd $X && rm -rf w\n'],
    ['a folder in parentheses', 'COPY --from=b /w /w\nRUN (cd /x && a) && rm -rf w\n'],
    ['ADD unpacks it', 'ADD a.tar.gz /tmp/\nRUN rm -f /tmp/a.tar.gz\n'],
  ])('%s', (_, body) => {
    expect(said(FROM + body, [deletedLater])).toEqual([])
  })
})

describe('what COPY brings is mounted', () => {
  const rest = (body: string) => fixed(FROM + body, [deletedLater]).slice(FROM.length)
  const mount = (source: string, target: string) => `--mount=type=bind,source=${source},target=${target}`
  const M = mount('a.deb', '/tmp/a.deb')
  const WHEELS = '--mount=type=bind,from=b,source=/w,target=/w'

  test.each([
    ['a file', 'COPY a.deb /tmp/\nRUN dpkg -i /tmp/a.deb && rm /tmp/a.deb\n', `RUN ${M} \\\n    dpkg -i /tmp/a.deb\n`],
    [
      'it is deleted in a RUN of its own',
      'COPY a.deb /tmp/\nRUN apt-get install -y /tmp/a.deb\nRUN rm /tmp/a.deb\nCMD a\n',
      `RUN ${M} \\\n    apt-get install -y /tmp/a.deb\nCMD a\n`,
    ],
    [
      'other things are deleted with it',
      'COPY a.deb /tmp/\nRUN apt-get install -y /tmp/a.deb \\\n && rm -rf /tmp/a.deb /var/lib/apt/lists/*\n',
      `RUN ${M} \\\n apt-get install -y /tmp/a.deb \\\n && rm -rf /var/lib/apt/lists/*\n`,
    ],
    [
      'several files',
      'COPY a.deb b.deb /tmp/\nRUN dpkg -i /tmp/*.deb && rm /tmp/a.deb && rm /tmp/b.deb\n',
      `RUN ${M} \\\n    ${mount('b.deb', '/tmp/b.deb')} \\\n    dpkg -i /tmp/*.deb\n`,
    ],
    [
      'several COPYs, and what has nothing to do with it',
      'COPY a.deb /tmp/\n# the second\nCOPY x/c.deb /tmp/b.deb\nENV A=b\nCOPY a.txt /tmp/\nRUN dpkg -i /tmp/a.deb /tmp/b.deb && rm /tmp/a.deb /tmp/b.deb && ldconfig\n',
      `# the second\nENV A=b\nCOPY a.txt /tmp/\nRUN ${M} \\\n    ${mount('x/c.deb', '/tmp/b.deb')} \\\n    dpkg -i /tmp/a.deb /tmp/b.deb && ldconfig\n`,
    ],
    [
      'a variable that a mount expands',
      'ARG TARGETARCH\nCOPY ${TARGETARCH}/a.deb /tmp/a.deb\nRUN dpkg -i /tmp/a.deb && rm /tmp/a.deb\n',
      `ARG TARGETARCH\nRUN ${mount('${TARGETARCH}/a.deb', '/tmp/a.deb')} \\\n    dpkg -i /tmp/a.deb\n`,
    ],
    [
      'a heredoc',
      'COPY a.deb /tmp/\nRUN <<E\nset -e\ndpkg -i /tmp/a.deb\nrm /tmp/a.deb\nE\n',
      `RUN ${M} <<E\nset -e\ndpkg -i /tmp/a.deb\nE\n`,
    ],
    [
      'a folder of a stage',
      'COPY --from=b /w /w\nRUN pip install /w/*.whl && rm -rf /w\n',
      `RUN ${WHEELS} \\\n    pip install /w/*.whl\n`,
    ],
    [
      'more than one RUN',
      'COPY --link --from=b /w /w\nRUN pip install -f /w a\nRUN apt-get update\nRUN pip install -f /w b && rm -r /w\n',
      `RUN ${WHEELS} \\\n    pip install -f /w a\nRUN apt-get update\nRUN ${WHEELS} \\\n    pip install -f /w b\n`,
    ],
    [
      'files are taken out of it',
      'COPY --from=b /w /w\nRUN cp /w/* /usr/lib && rm -rf /w\n',
      `RUN ${WHEELS} \\\n    cp /w/* /usr/lib\n`,
    ],
    [
      'it is unpacked elsewhere',
      'COPY --from=b /a.tgz /tmp/\nRUN tar -C / -xzf /tmp/a.tgz && rm /tmp/a.tgz\n',
      'RUN --mount=type=bind,from=b,source=/a.tgz,target=/tmp/a.tgz \\\n    tar -C / -xzf /tmp/a.tgz\n',
    ],
  ])('%s', (_, body, expected) => {
    expect(rest(body)).toBe(expected)
  })

  test('in an image of which nothing is known', () => {
    const text = 'FROM a.example/b:1\nCOPY a.deb /tmp/\nRUN dpkg -i /tmp/a.deb && rm /tmp/a.deb\n'
    expect(fixed(text, [deletedLater])).toBe(`FROM a.example/b:1\nRUN ${M} \\\n    dpkg -i /tmp/a.deb\n`)
    const relative = text.replace('i /tmp/a.deb', 'i ../tmp/a.deb')
    expect(fixed(relative, [deletedLater])).toBe(relative)
  })

  const deb = (run: string) => `COPY a.deb /tmp/\nRUN ${run}\n`
  const wheels = (run: string) => `COPY --from=b /w /w\nRUN ${run}\n`
  test.each([
    ['an unknown program', deb('./setup && rm /tmp/a.deb')],
    ['a script reads it', deb('sh -c "dpkg -i /tmp/a.deb" && rm /tmp/a.deb')],
    ['it is run', 'COPY a.run /tmp/\nRUN /tmp/a.run && rm /tmp/a.run\n'],
    ['nobody reads it', deb('rm /tmp/a.deb')],
    ['another way of deleting meets the mount', deb('dpkg -i /tmp/a.deb && rm /tmp/a.deb && rm -rf /tmp/*')],
    ['owners below are changed', deb('dpkg -i /tmp/a.deb && chown -R a /tmp && rm /tmp/a.deb')],
    ['it is made executable', deb('chmod +x /tmp/a.deb && dpkg -i /tmp/a.deb && rm /tmp/a.deb')],
    ['it is written', deb('echo > /tmp/a.deb && dpkg -i /tmp/a.deb && rm /tmp/a.deb')],
    ['a download may replace it', deb('curl -o /tmp/a.deb https://a/b && dpkg -i /tmp/a.deb && rm /tmp/a.deb')],
    ['the deletion may fail', deb('dpkg -i /tmp/a.deb && rm /tmp/a.deb || true')],
    ['it is deleted in a branch', deb('dpkg -i /tmp/a.deb; if a; then rm /tmp/a.deb; fi')],
    ['sources are built in it', wheels('pip install /w/app && rm -rf /w')],
    ['all of it is installed, whatever it is', wheels('pip install /w/* && rm -rf /w')],
    ['the program works in it', wheels('cd /w && pip install *.whl && cd / && rm -rf /w')],
    ['a folder is made in it', wheels('cd /w && mkdir a && cd .. && pip install /w/*.whl && rm -rf /w')],
    ['it is unpacked in it', wheels('cd /tmp && tar -C /w -xf /w/a.tar && rm -rf /w')],
    ['something is copied into it', wheels('cp /etc/a /w/a && pip install /w/*.whl && rm -rf /w')],
    ['the folder as a whole is copied', wheels('cp -r /w /opt/w && rm -rf /w')],
    ['links to it are made', wheels('cp -s /w/* /usr/lib && rm -rf /w')],
    ['it is a number', 'COPY --from=0 /w /w\nRUN pip install /w/*.whl && rm -rf /w\n'],
    ['another owner', 'COPY --chown=1 a.deb /tmp/\nRUN dpkg -i /tmp/a.deb && rm /tmp/a.deb\n'],
    ['the folder comes with the COPY', 'COPY a.deb /pk/\nRUN dpkg -i /pk/a.deb && rm /pk/a.deb\n'],
    ['a part of the COPY stays', 'COPY a.deb b.deb /tmp/\nRUN dpkg -i /tmp/a.deb && rm /tmp/a.deb\n'],
    ['the folder was there', `RUN mkdir -p /w\n${wheels('pip install /w/*.whl && rm -rf /w')}`],
    ['another COPY may fill it', `COPY a /w/\n${wheels('pip install /w/*.whl && rm -rf /w')}`],
    ['another COPY may bring it', `COPY . /\n${wheels('pip install /w/*.whl && rm -rf /w')}`],
    ['pip is told elsewhere', `ENV PIP_FIND_LINKS=/w\n${wheels('pip install a && rm -rf /w')}`],
    ['pip is told in front', wheels('PIP_TARGET=/w pip install a && rm -rf /w')],
    ['commands run there', 'COPY --from=b /w /w\nWORKDIR /w/x\nRUN pip install /w/*.whl && rm -rf /w\n'],
    [
      'a variable of its name changes',
      'ARG A=a\nCOPY $A.deb /tmp/a.deb\nENV A=b\nRUN dpkg -i /tmp/a.deb && rm /tmp/a.deb\n',
    ],
    [
      'a variable means something else by then',
      'ARG F=a\nCOPY $F.deb /tmp/a.deb\nARG F=b\nRUN dpkg -i /tmp/a.deb && rm /tmp/a.deb\n',
    ],
    ['the name depends on the build', 'ARG F=a.deb\nCOPY $F /tmp/\nRUN dpkg -i /tmp/$F && rm /tmp/$F\n'],
  ])('not where %s', (_, body) => {
    expect(said(FROM + body, [deletedLater])).toHaveLength(1)
    expect(rest(body)).toBe(body)
  })

  test('not where the builder is older than mounts', () => {
    const text = `${FROM}COPY a.deb /tmp/\nRUN dpkg -i /tmp/a.deb && rm /tmp/a.deb\n`
    const ci = 'steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, .]\n'
    const [finding] = findingsOf(text, [deletedLater], { 'cloudbuild.yaml': ci, 'a.deb': '' })
    expect(finding?.withheld).toBe('it needs BuildKit, and cloudbuild.yaml builds without it')
  })
})

describe('RUNs are joined only where nothing changes', () => {
  const isJoined = (body: string) => fixed(FROM + body, [consecutiveRuns]) !== FROM + body
  test.each([
    ['plain', 'RUN a\nRUN b\n', true],
    ['a redirection', 'RUN a > /b\nRUN c >> /b\n', true],
    ['the folder changes', 'RUN cd /a\nRUN b\n', false],
    ['a variable is set', 'RUN A=b\nRUN c\n', false],
    ['a variable is exported', 'RUN export A=b\nRUN c\n', false],
    ['a failure is made up for', 'RUN a || b\nRUN c\n', false],
    ['the second makes up for a failure', 'RUN a\nRUN b || c\n', false],
    ['several commands', 'RUN a; b\nRUN c\n', false],
    ['a comment of the shell', 'RUN a # why\nRUN b\n', false],
    ['a comment between', 'RUN a\n# why\nRUN b\n', false],
    ['a process in the background', 'RUN a &\nRUN b\n', false],
    ['the JSON form', 'RUN ["a"]\nRUN ["b"]\n', false],
    ['a heredoc', 'RUN <<E\na\nE\nRUN b\n', false],
    ['the same mount', 'RUN --mount=type=cache,target=/a b\nRUN --mount=type=cache,target=/a c\n', true],
    ['triggers', 'ONBUILD RUN a\nONBUILD RUN b\n', false],
  ])('%s', (_, body, expected) => {
    expect(isJoined(body)).toBe(expected)
  })

  test('line ends, and indentation stay', () => {
    const text = 'FROM debian:12\r\nRUN a \\\r\n  -b\r\n\r\nrun   c\r\n'
    expect(fixed(text, [consecutiveRuns])).toBe('FROM debian:12\r\nRUN a \\\r\n  -b \\\r\n  && c\r\n')
  })
})
