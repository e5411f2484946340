import { posix } from 'node:path'
import type { Build } from '../build/build.js'
import { describeBuild } from '../build/builds/known-build.js'
import { isClose } from '../build/close-names.js'
import { type MissingSources, missingSources, type Source } from '../build/missing-sources.js'
import { entriesByFolder, folderOf, hasPath, joinPath, nameOf, type Repository } from '../build/repository.js'
import type { Edit, Fix } from '../fixes/edits.js'
import { rememberedFor } from '../remembered.js'
import { defineRule, type Problem } from './rule.js'

const COMPOSE = (context: string) =>
  `services:\n  web:\n    build:\n      context: ${context}\n      dockerfile: ${posix.join(posix.relative(context, '.'), 'Dockerfile')}\n`

export const missingCopySource = defineRule({
  id: 'missing-copy-source',
  aliases: [],
  title: 'Copy what the build context has',
  category: 'correctness',
  severity: 'error',
  why: `A Compose file says with which context it builds a Dockerfile, and a path that is not in it stops the build. No linter that
reads one file alone can see that. Over the history of one public repository with some forty services, 132 of 215 commits that touch Docker files
have at least one service whose COPY source is not in its context.

What git ignores, a submodule holds, a link leads to or a build makes (\`dist\`, \`target\`, \`*.jar\`, keys) may be there all the same, and is
left alone.`,
  fixable: 'sometimes',
  fixSafety:
    'The path in the fix exists. Where something else builds the Dockerfile with another context, that build is another matter.',
  examples: [
    {
      before: 'FROM python:3.13\nCOPY web/requirements.txt /srv/\nCOPY web/src /srv/src\n',
      after: 'FROM python:3.13\nCOPY web/requirements.txt /srv/\nCOPY web/src /srv/src\n',
      files: { 'compose.yml': COMPOSE('./web'), 'web/requirements.txt': '', 'web/src/a.py': '' },
    },
    {
      before: 'FROM node:22\nCOPY package.jsn ./\nCOPY src ./src\n',
      after: 'FROM node:22\nCOPY package.json ./\nCOPY src ./src\n',
      files: { 'compose.yml': COMPOSE('.'), 'package.json': '{}', 'src/a.js': '' },
    },
  ],
  silent: [
    {
      why: 'it is there',
      text: 'FROM node:22\nCOPY package.json ./\n',
      files: { 'compose.yml': COMPOSE('.'), 'package.json': '{}' },
    },
    {
      why: 'nobody says with which context it is built',
      text: 'FROM node:22\nCOPY package.json ./\n',
      files: { 'src/a.js': '' },
    },
    {
      why: 'git ignores it: it is made before',
      text: 'FROM nginx:1.29\nCOPY generated /usr/share/nginx/html\n',
      files: { 'compose.yml': COMPOSE('.'), '.gitignore': 'generated/\n' },
    },
    {
      why: 'it is what a build makes, or nobody would give to git',
      text: 'FROM eclipse-temurin:21\nCOPY target/app.jar /app.jar\nCOPY certs/ca.key .env /srv/\n',
      files: { 'compose.yml': COMPOSE('.') },
    },
    {
      why: 'a submodule holds it',
      text: 'FROM nginx:1.29\nCOPY theme/css /usr/share/nginx/html\n',
      files: {
        'compose.yml': COMPOSE('.'),
        '.gitmodules': '[submodule "theme"]\n\tpath = theme\n\turl = https://example.org/theme.git\n',
      },
    },
    {
      why: 'a part of the way is a link',
      text: 'FROM nginx:1.29\nCOPY shared/css /usr/share/nginx/html\n',
      files: { 'compose.yml': COMPOSE('.'), shared: '../shared' },
    },
    {
      why: 'the stage that copies it is not built',
      text: 'FROM node:22 AS app\nCOPY src ./src\nFROM app AS tests\nCOPY tests ./tests\n',
      files: { 'compose.yml': 'services:\n  web:\n    build:\n      context: .\n      target: app\n', 'src/a.js': '' },
    },
    {
      why: 'only a variable knows the context',
      text: 'FROM node:22\nCOPY package.json ./\n',
      files: { 'compose.yml': 'services:\n  web:\n    build: $WEB\n', 'src/a.js': '' },
    },
    {
      why: 'a pattern may match nothing',
      text: 'FROM node:22\nCOPY package*.json ./\n',
      files: { 'compose.yml': COMPOSE('.') },
    },
  ],
  references: [
    'https://docs.docker.com/build/concepts/context/',
    'https://docs.docker.com/reference/compose-file/build/',
  ],
  *check(build) {
    for (const group of missingSources(build)) {
      const { fitting, missing } = group
      if (fitting !== undefined) {
        yield whole(group, fitting)
        continue
      }
      const meant = missing.map(source => meantBy(build, group, source))
      for (const [i, path] of meant.entries()) if (path !== undefined) yield single(group, missing[i] as Source, path)
      const [first, ...others] = missing.filter((_, i) => meant[i] === undefined)
      if (first) yield { range: first.word.range, message: lacks(group, [first, ...others]) }
    }
  },
})

/** Path and context do not fit each other at all: said once. */
function whole(group: MissingSources, fitting: string): Problem {
  const { missing, root, sources } = group
  const [first, ...others] = missing
  const more = others.length === 0 ? '' : ` and ${others.length} more ${others.length === 1 ? 'path' : 'paths'}`
  const isInside = root === '' || fitting.startsWith(`${root}/`)
  const moved = (path: string) => posix.join(posix.relative(`/${root}`, `/${fitting}`), path)
  return {
    range: first.word.range,
    message: `${said(group)} There, \`${first.word.text}\`${more} cannot be found; all that is copied is in ${folder(fitting)}.`,
    fix: () => (isInside ? rewritten(sources, source => moved(source.path), `below \`${moved('')}\``) : undefined),
  }
}

function single(group: MissingSources, source: Source, path: string): Problem {
  return {
    range: source.word.range,
    message: lacks(group, [source]),
    fix: () => rewritten([source], () => path, `\`${path}\``),
  }
}

function lacks(group: MissingSources, missing: readonly Source[]): string {
  const [first = '', ...others] = [...new Set(missing.map(({ path }) => `\`${path}\``))]
  const more = others.length > 1 ? `${others.length} more` : others[0]
  return `${said(group)} It lacks ${first}${more === undefined ? '' : ` and ${more}`}, and the build stops here.`
}

/** `compose.yml` builds this as `web`, with `services/web` for its context. */
function said({ builds, root }: MissingSources): string {
  const [first, ...others] = builds
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return `${describeBuild(first)}${more} with ${folder(root)} for its context.`
}

function folder(path: string): string {
  return path === '' ? "the repository's root" : `\`${path}\``
}

/**
 * The path in the context that is meant: what stands beside the Dockerfile, whose folder may have moved or be left out, or a slip
 * of the pen.
 */
function meantBy({ dockerfile, repository }: Build, { root }: MissingSources, { path }: Source): string | undefined {
  return meantIn(repository, [folderOf(dockerfile.path), root, path].join('\0'))
}

/** Each proof asks again; the Dockerfile's folder, the context and the path have a NUL between them. */
const meantIn = rememberedFor((repository: Repository, asked: string): string | undefined => {
  const [own = '', root = '', path = ''] = asked.split('\0')
  const prefix = root === '' ? '' : `${root}/`
  const parts = path.split('/')
  const moved = parts.indexOf(nameOf(own))
  const beside = [path, ...(moved === -1 ? [] : [parts.slice(moved + 1).join('/')])].map(rest => joinPath(own, rest))
  const found = beside.find(whole => whole.startsWith(prefix) && hasPath(repository, whole))
  if (found !== undefined) return found.slice(prefix.length)
  const around = entriesByFolder(repository).get(folderOf(joinPath(root, path))) ?? []
  const close = around.filter(whole => isClose(nameOf(whole), nameOf(path)))
  return close.length === 1 ? close[0]?.slice(prefix.length) : undefined
})

function rewritten(sources: readonly Source[], to: (source: Source) => string, title: string): Fix | undefined {
  const edits: Edit[] = []
  for (const source of sources) {
    const { step, word } = source
    const path = to(source) + (word.text.endsWith('/') && word.text !== './' ? '/' : '')
    if (!word.contiguous || /\s/.test(path)) return undefined
    edits.push({ ...word.range, text: step.instruction.json === undefined ? path : JSON.stringify(path) })
  }
  return { title: `Copy from ${title}`, safe: false, edits }
}
