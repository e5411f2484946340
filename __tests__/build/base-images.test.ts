import { describe, expect, test } from '@jest/globals'
import { baseImage } from '../../src/build/base-images.js'

describe('who an image runs as', () => {
  test.each([
    ['debian:12', 'root'],
    ['docker.io/library/debian', 'root'],
    ['index.docker.io/library/debian', 'root'],
    ['public.ecr.aws/docker/library/node:22', 'root'],
    ['mirror.gcr.io/library/node', 'root'],
    ['mirror.gcr.io/node', 'root'],
    [`node@sha256:${'a'.repeat(64)}`, 'root'],
    ['gcr.io/distroless/base', 'root'],
    ['gcr.io/distroless/static-debian12:nonroot', 'nonroot'],
    ['gcr.io/distroless/base:debug-nonroot', 'nonroot'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'root'],
    ['mcr.microsoft.com/dotnet/runtime-deps:8.0-jammy-chiseled', 'app'],
    ['bitnami/redis', '1001'],
    ['elasticsearch:8.1.0', 'elasticsearch'],
    ['jenkins/jenkins:lts', 'jenkins'],
    ['nginxinc/nginx-unprivileged', 'nginx'],
    ['cgr.dev/chainguard/static', 'nonroot'],
    ['grafana/grafana:11.0.0', 'grafana'],
    ['grafana/promtail', undefined],
    ['jenkins/ssh-agent', undefined],
    ['mariadb:11.4-ubi9', undefined],
    ['someone/node', undefined],
    ['ghcr.io/library/node', undefined],
    ['constructor', undefined],
    ['Not A Reference', undefined],
    ['', undefined],
  ])('%s', (reference, name) => {
    expect(baseImage(reference).user?.name).toBe(name)
  })
})

test('.NET has its user since version 8', () => {
  const users = ['sdk', 'sdk:8.0', 'aspnet:10.0', 'sdk:6.0', 'aspnet:7.0-jammy-chiseled', 'aspnet:8.0-jammy-chiseled']
  expect(users.map(image => baseImage(`mcr.microsoft.com/dotnet/${image}`).users.map(({ uid }) => uid))).toEqual([
    [1654],
    [1654],
    [1654],
    [],
    [undefined],
    [1654],
  ])
})

test('what else is known', () => {
  expect(baseImage('node').users).toEqual([{ name: 'node', uid: 1000, gid: 1000, home: '/home/node' }])
  expect(baseImage('jenkins/inbound-agent').user?.home).toBe('/home/jenkins')
  expect(baseImage('gradle:8-jdk21').users).toMatchObject([{ uid: 1000 }])
  expect(baseImage('gradle:8-jdk21-ubi9').users).toEqual([])
  expect(baseImage('nginx').dropsRoot).toBe(true)
  expect(baseImage('debian').dropsRoot).toBe(false)
  expect(baseImage('rust').variables).toMatchObject({ CARGO_HOME: '/usr/local/cargo' })
  expect(baseImage('php').workdir).toBe('/var/www/html')
  expect(baseImage('someone/node').workdir).toBeUndefined()
})
