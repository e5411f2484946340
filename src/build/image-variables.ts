import { familiarName, parseImageReference } from '../documents/dockerfile/image-reference.js'
import type { StageBuild } from './state.js'

/**
 * Official images, with the variables that the ENV of any of their versions sets, besides those that many have. Only
 * images of which the whole list is known.
 */
const VARIABLES: Readonly<Record<string, RegExp>> = {
  almalinux: /^$/,
  alpine: /^$/,
  amazonlinux: /^$/,
  busybox: /^$/,
  'buildpack-deps': /^$/,
  centos: /^$/,
  debian: /^$/,
  'eclipse-temurin': /^JAVA_/,
  fedora: /^(?:DISTTAG|FGC|FBR)$/,
  gcc: /^(?:GCC_|GPG_KEYS$)/,
  golang: /^(?:GOLANG_|GOPATH$|GOTOOLCHAIN$|GOROOT$)/,
  gradle: /^(?:GRADLE_|JAVA_)/,
  maven: /^(?:MAVEN_|JAVA_|SHA$|USER_HOME_DIR$)/,
  nginx: /^(?:NGINX_|NJS_|PKG_RELEASE$|DYNPKG_RELEASE$|ACME_|OTEL_)/,
  node: /^(?:NODE_|YARN_|NPM_)/,
  oraclelinux: /^$/,
  php: /^(?:PHP_|PHPIZE_|GPG_KEYS?$|APACHE_)/,
  python: /^(?:PYTHON_|GPG_KEY$|PYTHONIOENCODING$)/,
  rockylinux: /^$/,
  ruby: /^(?:RUBY_|RUBYGEMS_|BUNDLE|GEM_)/,
  rust: /^(?:RUST|CARGO_)/,
  ubuntu: /^$/,
}

const COMMON = /^(?:PATH|LANG|LANGUAGE|LC_\w+|container)$/

/** What the image that a stage starts from may set: undefined when that image is not one of those that are known. */
export function mayImageSet(stage: StageBuild, name: string): boolean | undefined {
  const variables = variablesOf(stage)
  return variables && (COMMON.test(name) || variables.test(name))
}

function variablesOf(stage: StageBuild): RegExp | undefined {
  if (stage.parent) return variablesOf(stage.parent)
  // What the name is for one build it need not be for another.
  if (/^[^:@]*\$/.test(stage.stage.image.text.split('/').at(-1) ?? '')) return undefined
  // Of `node:$VERSION` the name says enough.
  const written = stage.reference ?? stage.stage.image.text.replace(/[:@]\$.*$/, '')
  if (written === 'scratch') return /^$/
  if (/windows|nanoserver/i.test(written)) return undefined
  const parsed = parseImageReference(written)
  const name = parsed && familiarName(parsed).replace(/^(?:public\.ecr\.aws\/docker\/|mirror\.gcr\.io\/)library\//, '')
  return name !== undefined && Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined
}
