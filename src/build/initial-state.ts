import { type BaseImage, ROOT } from './base-images.js'
import type { State } from './state.js'
import { baseVariables } from './variables.js'

const LINUX_SHELL = ['/bin/sh', '-c']
const WINDOWS_SHELL = ['cmd', '/S', '/C']
const WINDOWS_IMAGE = /windows|nanoserver|servercore|dotnet\/framework/i

/** True for an image that runs on Windows, as far as its name and the escape character tell. */
export function isWindowsImage(reference: string | undefined, escape: '\\' | '`'): boolean {
  return escape === '`' || WINDOWS_IMAGE.test(reference ?? '')
}

/** What is in force at the beginning of a stage that starts from an image. */
export function initialState(reference: string | undefined, image: BaseImage, escape: '\\' | '`'): State {
  const isScratch = reference === 'scratch'
  // What is known of an image's users, folders and variables is that of its Linux variant.
  if (isWindowsImage(reference, escape))
    return {
      ...{ variables: baseVariables({}, false), user: undefined, userIsSet: false, users: [], workdir: undefined },
      ...{ shell: WINDOWS_SHELL, shellIsSet: false },
    }
  return {
    variables: baseVariables(image.variables, isScratch),
    user: isScratch ? { ...ROOT, home: '/' } : image.user,
    userIsSet: false,
    users: image.users,
    workdir: isScratch ? '/' : image.workdir,
    shell: LINUX_SHELL,
    shellIsSet: false,
  }
}
