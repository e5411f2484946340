import { expect, test } from '@jest/globals'
import { archiveForAdd } from '../../src/rules/archive-for-add.js'
import { findingsOf, fixed } from './checking.js'

const COPY = 'FROM debian:12\nCOPY a.tar.gz /tmp/\n'

test.each([
  [
    'options that change what is unpacked',
    `${COPY}RUN tar xzf /tmp/a.tar.gz --exclude=b -C /opt && rm /tmp/a.tar.gz\n`,
  ],
  ['the archive stays', `${COPY}RUN tar xzf /tmp/a.tar.gz -C /opt\n`],
  ['something reads the files first', `${COPY}RUN cd /opt && tar xzf /tmp/a.tar.gz && rm /tmp/a.tar.gz\n`],
  ['something else is deleted', `${COPY}RUN tar xzf /tmp/a.tar.gz -C /opt && rm -rf /tmp/a.tar.gz /opt/b\n`],
  ['another user unpacks', `${COPY}USER 1000\nRUN tar xzf /tmp/a.tar.gz -C /opt && rm /tmp/a.tar.gz\n`],
  ['another failure is answered', `${COPY}RUN tar xzf /tmp/a.tar.gz -C /opt || true && rm /tmp/a.tar.gz\n`],
  ['it has an owner', 'FROM debian:12\nCOPY --chown=1:1 a.tar /tmp/\nRUN tar xf /tmp/a.tar -C /opt && rm /tmp/a.tar\n'],
])('no fix: %s', (_, text) => {
  const [finding] = findingsOf(text, [archiveForAdd])
  expect(finding?.message).toContain('stays in the layer')
  expect([finding?.fix, finding?.withheld]).toEqual([undefined, undefined])
})

test('what follows in the RUN stays', () => {
  const text = `${COPY}RUN tar -C /opt -xzf /tmp/a.tar.gz && \\\n    rm /tmp/a.tar.gz && \\\n    /opt/a/install\n`
  expect(fixed(text, [archiveForAdd])).toBe('FROM debian:12\nADD a.tar.gz /opt/\nRUN \\\n    /opt/a/install\n')
})
