import { describe, expect, test } from '@jest/globals'
import { certificatesUnchecked } from '../../src/rules/certificates-unchecked.js'
import { passwordInRun } from '../../src/rules/password-in-run.js'
import { pointlessProgram } from '../../src/rules/pointless-program.js'
import { signaturesUnchecked } from '../../src/rules/signatures-unchecked.js'
import { sudoInRun } from '../../src/rules/sudo-in-run.js'
import { useraddLog } from '../../src/rules/useradd-log.js'
import { findingsOf, fixed, said } from './checking.js'

describe('certificates: each switch is found', () => {
  test.each([
    'RUN curl -k https://a.example.com/b',
    'RUN curl -fsSLk https://a.example.com/b',
    'RUN curl --insecure -O "$URL"',
    'RUN wget --no-check-certificate "$URL"',
    'RUN pip install --trusted-host=pypi.org a',
    'RUN python3 -m pip install --trusted-host files.pythonhosted.org a',
    'RUN pip install -i http://mirrors.aliyun.com/pypi/simple --trusted-host mirrors.aliyun.com a',
    'RUN PYTHONHTTPSVERIFY=0 python setup.py install',
    'RUN export GIT_SSL_NO_VERIFY=1 && git clone https://a/b',
    'ENV PYTHONHTTPSVERIFY 0',
    'ENV A=b NODE_TLS_REJECT_UNAUTHORIZED="0"',
    'ARG GIT_SSL_NO_VERIFY=true',
    'ENV PIP_TRUSTED_HOST="pypi.org files.pythonhosted.org"',
    'ENV NPM_CONFIG_STRICT_SSL=false',
    'RUN git config --global http.sslVerify false',
    'RUN git -c http.sslVerify=false clone https://a/b',
    'RUN npm config set strict-ssl false',
    'RUN npm set strict-ssl=false',
    'RUN yarn config set "strict-ssl" false',
    'RUN yarn config set enableStrictSsl false',
    'RUN npm ci --strict-ssl=false',
    'RUN yum --setopt=sslverify=0 install -y a',
    'RUN dnf install --setopt sslverify=false -y a',
    'RUN echo "sslverify=0" >> /etc/yum.conf',
    'RUN apt-get -o "Acquire::https::Verify-Peer=false" --allow-unauthenticated install -y a',
    'RUN conda config --set ssl_verify false',
  ])('%s', body => {
    expect(said(`FROM a:1\n${body}\n`, [certificatesUnchecked])).toHaveLength(1)
  })
})

describe('certificates: silent', () => {
  test.each([
    'RUN curl -k https://10.0.20.211/a.rpm',
    'RUN curl -k https://registry:5000/v2/',
    'RUN curl -H "-k" https://a.example.com && curl -fo -k https://a.example.com',
    'RUN pip install --trusted-host 192.168.1.2 a',
    'RUN apt-get -o "Acquire::https::Verify-Peer=false" update',
    'RUN git config --global http.sslVerify true',
    'ENV GIT_SSL_NO_VERIFY=""',
    'RUN echo "strict-ssl is false"',
    'RUN npm config get strict-ssl',
  ])('%s', body => {
    expect(said(`FROM a:1\n${body}\n`, [certificatesUnchecked])).toEqual([])
  })
})

test('certificates: an option goes only where authorities are known and the address is', () => {
  const after = (image: string, body: string) =>
    fixed(`FROM ${image}\n${body}\n`, [certificatesUnchecked]).split('\n')[1]
  expect(after('python:3.13', 'RUN curl -k https://a.example.com/b')).toBe('RUN curl https://a.example.com/b')
  expect(after('python:3.13', 'RUN curl -sko b https://a.example.com/b')).toBe('RUN curl -so b https://a.example.com/b')
  expect(after('python:3.13-slim', 'RUN curl -k https://a.example.com/b')).toBe('RUN curl -k https://a.example.com/b')
  expect(after('python:3.13', 'RUN curl -k $URL')).toBe('RUN curl -k $URL')
})

describe('signatures: each switch is found', () => {
  test.each([
    'RUN apt-get install -y --force-yes a',
    'RUN apt-get -y --allow-unauthenticated upgrade',
    'RUN apt-get install -o APT::Get::AllowUnauthenticated=true -y a',
    'RUN yum install -y --nogpgcheck a',
    'RUN rpm -Uvh --nosignature https://a/b.rpm',
    'RUN rpm -i --nodigest https://a/b.rpm',
    'RUN echo "gpgcheck=0" >> /etc/yum.repos.d/a.repo',
    'RUN printf "[a]\\nbaseurl=https://a/\\ngpgcheck=0\\n" > /etc/yum.repos.d/a.repo',
    'RUN echo "deb [arch=amd64 trusted=yes] https://a/ s main" > /etc/apt/sources.list.d/a.list',
    'RUN zypper --no-gpg-checks install -y a',
    'RUN apk add --allow-untrusted --repository https://a/b c',
    'RUN curl -Ls https://a/$V.apk > /tmp/$V.apk && apk add --allow-untrusted /tmp/$V.apk',
  ])('%s', body => {
    expect(said(`FROM a:1\n${body}\n`, [signaturesUnchecked])).toHaveLength(1)
  })
})

test('a password is found however it is set', () => {
  const found = (body: string) => said(`FROM a:1\nRUN ${body}\n`, [passwordInRun]).length
  expect(found('echo root:root | chpasswd')).toBe(1)
  expect(found("printf 'a:b\\nc:d\\n' | chpasswd")).toBe(1)
  expect(found("usermod --password='$6$x$y' root")).toBe(1)
  expect(found('echo "$u:$p" | chpasswd')).toBe(0)
  expect(found('cat users | chpasswd')).toBe(0)
  expect(found('echo "root:" | chpasswd')).toBe(0)
})

describe('sudo', () => {
  test.each([
    ['behind a pipe', 'curl a | sudo bash -', 'curl a | bash -'],
    ['with its own preserving of variables', 'sudo -E make', 'make'],
    ['over several lines', 'a && sudo \\\n  mkdir /a', 'a && \\\n  mkdir /a'],
  ])('%s', (_, before, after) => {
    expect(fixed(`FROM debian:12\nRUN ${before}\n`, [sudoInRun])).toBe(`FROM debian:12\nRUN ${after}\n`)
  })
  test.each(['sudo A=b make', 'A=b sudo make', 'sudo -S make', 'sudo'])('found, but nothing is offered: %s', body => {
    const text = `FROM debian:12\nRUN ${body}\n`
    expect(fixed(text, [sudoInRun])).toBe(text)
  })
  test('a command that may read variables is for people to change', () => {
    const safe = (body: string) => findingsOf(`FROM debian:12\nRUN ${body}\n`, [sudoInRun]).map(({ fix }) => fix?.safe)
    expect(safe('sudo make')).toEqual([false])
    expect(safe('sudo rm -r /a')).toEqual([true])
  })
})

test('a service is pointless only at the end', () => {
  const found = (body: string) => said(`FROM a:1\nRUN ${body}\n`, [pointlessProgram]).length
  expect(found('apt-get install -y a && /etc/init.d/a start')).toBe(1)
  expect(found('service a start && ./setup')).toBe(0)
  expect(found('service a stop')).toBe(0)
  expect(found('vim')).toBe(1)
})

test('the size in the message is that of the layer', () => {
  const [finding] = findingsOf('FROM ubuntu:22.04\nRUN useradd -u 10000000 a\n', [useraddLog])
  expect(finding?.message).toContain('3.2 GB')
})
