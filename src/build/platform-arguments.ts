/**
 * The arguments that BuildKit sets by itself, as they are for an image for linux/amd64: FROM knows them, a stage only
 * those that it declares.
 */
export const PLATFORM_ARGUMENTS: Readonly<Record<string, string>> = {
  BUILDPLATFORM: 'linux/amd64',
  BUILDOS: 'linux',
  BUILDOSVERSION: '',
  BUILDARCH: 'amd64',
  BUILDVARIANT: '',
  TARGETPLATFORM: 'linux/amd64',
  TARGETOS: 'linux',
  TARGETOSVERSION: '',
  TARGETARCH: 'amd64',
  TARGETVARIANT: '',
  TARGETSTAGE: 'default',
}

export function isPlatformArgument(name: string): boolean {
  return Object.hasOwn(PLATFORM_ARGUMENTS, name)
}
