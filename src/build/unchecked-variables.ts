import type { Call } from '../documents/shell/calls.js'
import { isInside } from './unchecked.js'

const OFF = /^["']?(?:0|false|no|off)["']?$/i

/** True for a variable by which programs do not check certificates. */
export function isUncheckedVariable(name: string, value: string | undefined): boolean {
  if (value === undefined) return false
  if (name === 'PYTHONHTTPSVERIFY' || name === 'NODE_TLS_REJECT_UNAUTHORIZED') return value === '0'
  if (/^(?:npm_config_strict_ssl|YARN_STRICT_SSL|YARN_ENABLE_STRICT_SSL|CONDA_SSL_VERIFY)$/i.test(name))
    return OFF.test(value)
  // Any value will do, `false` and `0`, too: https://git-scm.com/docs/git#Documentation/git.txt-GITSSLNOVERIFY
  if (name === 'GIT_SSL_NO_VERIFY') return !/^(?:""|'')?$/.test(value)
  if (name === 'PIP_TRUSTED_HOST' || name === 'UV_INSECURE_HOST')
    return (
      /\w/.test(value) &&
      !value.includes('$') &&
      !value
        .split(/[\s"']+/)
        .filter(Boolean)
        .every(isInside)
    )
  return false
}

/** Whose variables these are, and the programs of the same house. */
const HOUSES: readonly { readonly variables: RegExp; readonly programs: RegExp }[] = [
  { variables: /^(?:NODE|npm|YARN)_/i, programs: /^(?:bun|corepack|node(?:js)?|npm|npx|pnpm|yarn)$/ },
  {
    variables: /^(?:CONDA|PIP|UV)_|^PYTHON/,
    programs: /^(?:conda|mamba|micromamba|pip[\d.]*|pipenv|poetry|python[\d.]*|uv|uvx)$/,
  },
]
const NOBODYS =
  /^(?:apk|apt|apt-get|cat|chmod|cp|curl|dnf|echo|ls|microdnf|mkdir|mv|php|printf|rm|ruby|tar|unzip|wget|yum)$/

/** True when a program, or one that it may start, reads a variable. */
export function mayRead({ program }: Pick<Call, 'program'>, variable: string): boolean {
  const other = HOUSES.find(({ programs }) => programs.test(program))
  const own = HOUSES.find(({ variables }) => variables.test(variable))
  return !NOBODYS.test(program) && (other === undefined || own === undefined || other === own)
}
