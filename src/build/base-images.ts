import { familiarName, parseImageReference } from '../documents/dockerfile/image-reference.js'
import { rememberedByText } from '../remembered.js'

/** A user of an image, as far as it is known. */
export interface User {
  /** As USER names it. */
  readonly name: string
  readonly uid: number | undefined
  readonly gid: number | undefined
  readonly home: string | undefined
}

/** What is known of an image before it is pulled. */
export interface BaseImage {
  /** Who a container of the image runs as, undefined when that is not known. */
  readonly user: User | undefined
  /** Users that it has besides root. */
  readonly users: readonly User[]
  readonly variables: Readonly<Record<string, string>>
  readonly workdir: string | undefined
  /** Its entrypoint starts as root and gives root up by itself. */
  readonly dropsRoot: boolean
}

export const ROOT: User = { name: 'root', uid: 0, gid: 0, home: '/root' }

const user = (name: string, uid?: number, gid = uid, home?: string): User => ({ name, uid, gid, home })
const NODE = user('node', 1000, 1000, '/home/node')
/** Images of .NET 8 and later have it, and `APP_UID` with its number. */
const DOTNET_APP = user('app', 1654, 1654, '/home/app')

/** Its group was 472, too, and is 0 now. */
const GRAFANA: User = { name: 'grafana', uid: 472, gid: undefined, home: undefined }
const JENKINS_AGENT = user('jenkins', 1000, 1000, '/home/jenkins')

/** Official images that run as root. The variables are those that move a package manager's files. */
const ROOT_IMAGES: Readonly<Record<string, Partial<BaseImage>>> = {
  almalinux: {},
  alpine: {},
  amazoncorretto: {},
  amazonlinux: {},
  bash: {},
  'buildpack-deps': {},
  busybox: {},
  centos: {},
  clojure: { workdir: '/tmp' },
  composer: { variables: { COMPOSER_HOME: '/tmp', COMPOSER_ALLOW_SUPERUSER: '1' }, workdir: '/app' },
  debian: {},
  docker: {},
  'eclipse-temurin': {},
  elixir: {},
  erlang: {},
  fedora: {},
  gcc: {},
  golang: { variables: { GOPATH: '/go' }, workdir: '/go' },
  gradle: { users: [user('gradle', 1000, 1000, '/home/gradle')], workdir: '/home/gradle' },
  httpd: { dropsRoot: true, workdir: '/usr/local/apache2' },
  ibmjava: {},
  julia: {},
  mariadb: { dropsRoot: true },
  maven: { variables: { MAVEN_CONFIG: '/root/.m2' } },
  mongo: { dropsRoot: true },
  mysql: { dropsRoot: true },
  nginx: { dropsRoot: true, users: [user('nginx', 101)] },
  node: { users: [NODE] },
  openjdk: {},
  oraclelinux: {},
  perl: { workdir: undefined },
  photon: {},
  php: { users: [user('www-data')], workdir: '/var/www/html' },
  postgres: { dropsRoot: true, users: [user('postgres')] },
  pypy: {},
  python: {},
  'r-base': {},
  rabbitmq: { dropsRoot: true },
  redis: { dropsRoot: true, workdir: '/data' },
  rockylinux: {},
  ruby: { variables: { GEM_HOME: '/usr/local/bundle', BUNDLE_APP_CONFIG: '/usr/local/bundle' } },
  rust: { variables: { CARGO_HOME: '/usr/local/cargo', RUSTUP_HOME: '/usr/local/rustup' } },
  sapmachine: {},
  swift: {},
  tomcat: { workdir: '/usr/local/tomcat' },
  ubuntu: {},
  'oven/bun': { users: [user('bun', 1000, 1000, '/home/bun')], workdir: '/home/bun/app' },
  'denoland/deno': { users: [user('deno')], workdir: undefined },
  'nvidia/cuda': {},
  'continuumio/miniconda3': {},
  'continuumio/anaconda3': {},
  'tensorflow/tensorflow': { workdir: undefined },
  'pytorch/pytorch': { workdir: '/workspace' },
  'alpine/git': { workdir: '/git' },
  'ghcr.io/astral-sh/uv': { workdir: undefined },
  'gcr.io/distroless/': {},
  'mcr.microsoft.com/dotnet/': { users: [DOTNET_APP] },
  'mcr.microsoft.com/playwright': { users: [user('pwuser')] },
  'public.ecr.aws/lambda/': { workdir: '/var/task' },
  'quay.io/centos/': {},
  'registry.fedoraproject.org/': {},
}

/** Images that give up root by themselves, besides those above: they run as somebody else from the start. */
const OTHER_USERS: Readonly<Record<string, User>> = {
  'apache/airflow': user('airflow', 50000, 0, '/home/airflow'),
  'bitnami/': user('1001', 1001),
  'cgr.dev/chainguard/': user('nonroot', 65532),
  'cimg/': user('circleci', 1001, 1002, '/home/circleci'),
  elasticsearch: user('elasticsearch', 1000),
  haproxy: user('haproxy'),
  'grafana/grafana': GRAFANA,
  'grafana/grafana-enterprise': GRAFANA,
  'grafana/grafana-oss': GRAFANA,
  jetty: user('jetty'),
  'jenkins/agent': JENKINS_AGENT,
  'jenkins/inbound-agent': JENKINS_AGENT,
  'jenkins/jenkins': user('jenkins', 1000, 1000, '/var/jenkins_home'),
  'jupyter/': user('jovyan', 1000, 100, '/home/jovyan'),
  memcached: user('memcache'),
  'nginxinc/nginx-unprivileged': user('nginx', 101),
  'quay.io/jupyter/': user('jovyan', 1000, 100, '/home/jovyan'),
  'selenium/': user('seluser', 1200, 1201, '/home/seluser'),
  solr: user('solr', 8983),
  varnish: user('varnish'),
}

/** Looks an image up by its reference, variables already expanded; a repository names few, and each proof asks again. */
export const baseImage = rememberedByText(50_000, lookUp)

function lookUp(reference: string): BaseImage {
  const parsed = parseImageReference(reference)
  const name = parsed ? normalName(familiarName(parsed)) : ''
  const tag = parsed?.tag ?? ''
  const other = lookup(OTHER_USERS, name)
  if (other) return { ...UNKNOWN, user: other, users: [other] }
  // Distroless images have a tag, and .NET's smallest ones a default user, that is not root.
  if (name.startsWith('gcr.io/distroless/') && /nonroot/.test(tag))
    return nonRoot(user('nonroot', 65532, 65532, '/home/nonroot'))
  const isOldDotnet = name.startsWith('mcr.microsoft.com/dotnet/') && /^(?:[1-7]\.|core-)/.test(tag)
  if (name.startsWith('mcr.microsoft.com/dotnet/') && /chiseled|distroless/.test(tag))
    return nonRoot(isOldDotnet ? user('app') : DOTNET_APP)
  // On Red Hat's base Gradle's user has another number, and MariaDB does not run as root.
  const isOther = /^(?:gradle|mariadb)$/.test(name) && /(?:^|-)ubi/.test(tag)
  const listed = isOther ? undefined : lookup(ROOT_IMAGES, name)
  if (listed && isOldDotnet) return { ...UNKNOWN, user: ROOT, workdir: '/' }
  return listed ? { ...UNKNOWN, user: ROOT, workdir: '/', ...listed } : UNKNOWN
}

const UNKNOWN: BaseImage = { user: undefined, users: [], variables: {}, workdir: undefined, dropsRoot: false }

function nonRoot(owner: User): BaseImage {
  return { ...UNKNOWN, user: owner, users: [owner] }
}

/** Docker's mirrors of the official images count as those. */
function normalName(name: string): string {
  return name.replace(/^(?:public\.ecr\.aws\/docker\/library|mirror\.gcr\.io\/library|mirror\.gcr\.io)\//, '')
}

/** The entry of exactly this name, or of the folder that it lies in. */
function lookup<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  if (Object.hasOwn(table, name)) return table[name]
  const folder = Object.keys(table).find(key => key.endsWith('/') && name.startsWith(key))
  return folder === undefined ? undefined : table[folder]
}
