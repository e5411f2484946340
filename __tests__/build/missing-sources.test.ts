import { describe, expect, test } from '@jest/globals'
import { modelBuild } from '../../src/build/build.js'
import { missingSources } from '../../src/build/missing-sources.js'
import { parseDockerfile } from '../../src/documents/dockerfile/document.js'
import { type Files, repositoryOf } from '../rules/checking.js'

function lacked(text: string, gone: readonly string[], files: Files, path = 'web/Dockerfile'): readonly string[] {
  const repository = { ...repositoryOf(text, files, path), gone: new Set(gone) }
  const build = modelBuild(parseDockerfile(path, text), repository)
  return missingSources(build).flatMap(({ root, missing }) => missing.map(one => `${root}: ${one.path}`))
}

describe('a change takes away what is copied, and nobody says how the Dockerfile is built', () => {
  const TEXT = 'FROM nginx\nCOPY nginx.conf /etc/nginx/\nCOPY pages /srv\n'

  test('its own folder, or the root, had all of it', () => {
    expect(lacked(TEXT, ['web/nginx.conf'], { 'web/pages/a.html': '' })).toEqual(['web: nginx.conf'])
    expect(lacked(TEXT, ['nginx.conf'], { 'pages/a.html': '' })).toEqual([': nginx.conf'])
    expect(lacked(TEXT, ['web/nginx.conf', 'web/pages'], { 'a.html': '' })).toEqual(['web: nginx.conf', 'web: pages'])
  })

  test.each<[string, readonly string[], Files]>([
    ['nothing is gone', [], { 'web/pages/a.html': '' }],
    ['something else was never there', ['web/nginx.conf'], { 'a.html': '' }],
    ['another folder has it all', ['web/nginx.conf'], { 'web/pages/a.html': '', 'nginx.conf': '', 'pages/a.html': '' }],
    ['git ignores it now', ['web/nginx.conf'], { 'web/pages/a.html': '', 'web/.gitignore': 'nginx.conf\n' }],
  ])('silent where %s', (_, gone, files) => {
    expect(lacked(TEXT, gone, files)).toEqual([])
  })

  test('a stage that is not built lacks nothing', () => {
    const text = 'FROM a AS docs\nCOPY docs /d\nFROM a\nCOPY app.js /\n'
    expect(lacked(text, ['web/docs'], { 'web/app.js': '' })).toEqual([])
  })
})
