import type { StageBuild } from './state.js'

/** Which distribution an image is made from, as its reference says. */
export type Family = 'alpine' | 'debian' | 'rpm'

const RPM =
  /^(?:(?:quay\.io\/centos\/|registry\.access\.redhat\.com\/|registry\.fedoraproject\.org\/)\S+|(?:almalinux|amazonlinux|centos|fedora|oraclelinux|rockylinux|rockylinux\/rockylinux|public\.ecr\.aws\/amazonlinux\/amazonlinux))(?=[:@]|$)/
/** Official images that are made from Debian or Ubuntu unless their tag says otherwise. */
const DEBIAN =
  /^(?:buildpack-deps|debian|elixir|erlang|gcc|golang|node|perl|php|pypy|python|ruby|rust|ubuntu)(?=[:@]|$)|^nvidia\/cuda:\S*ubuntu/
const OTHER = /alpine|busybox|nanoserver|windows|ubi|oracle|distroless|chainguard/

/** Undefined when the reference does not say it. */
export function familyOf({ parent, reference = '' }: StageBuild): Family | undefined {
  if (parent) return familyOf(parent)
  const name = reference.replace(/^(?:docker\.io\/)?(?:library\/)?/, '')
  if (/^alpine(?=[:@]|$)/.test(name) || (DEBIAN.test(name) && /alpine/.test(name))) return 'alpine'
  if (RPM.test(name)) return 'rpm'
  return DEBIAN.test(name) && !OTHER.test(name) ? 'debian' : undefined
}
