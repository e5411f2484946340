/** Words of a variable's name that mark a secret; the list of BuildKit's check SecretsUsedInArgOrEnv. */
const SECRET_NAME = /(?:_|^)(?:apikey|auth|credentials?|key|passwd|password|pword|secret|token)(?:_|$)/i
/** Words that say that the value is something about a secret, or no secret at all. */
const NO_SECRET =
  /(?:_|^)(?:algorithm|algo|anonymous|apt|audience|backend|class|count|dir|dirs|disabled?|domain|driver|duration|email|enabled?|endpoint|expir\w*|file|files|fingerprint|folder|gpg|header|host|hosts|id|ids|issuer|keyserver|length|level|limit|location|max|method|min|mode|name|org|path|pgp|port|prefix|provider|public|realm|regex|region|required|roles?|scheme|scopes?|server|size|sock|strategy|suffix|timeout|ttl|type|uri|url|user|username|version)(?:_|$)/i

/** What a name ends with that speaks of whose secret it is: `EMAIL_HOST_PASSWORD`. */
const PASSWORD_NAME = /(?:_|^)(?:passwd|password|pword)$/i
/** Words that no password of somebody has in front. */
const NO_PASSWORD =
  /(?:_|^)(?:allow|disabled?|enabled?|has|length|limit|max|min|mode|no|public|regex|required|type|use)_/i

/** What bundlers put into the program that every browser gets. */
const FOR_BROWSERS = /^(?:EXPO_PUBLIC|GATSBY|NEXT_PUBLIC|NUXT_PUBLIC|REACT_APP|VITE|VUE_APP)_/

/** Services that collect events have keys that only write, in each program that sends some. */
const FOR_EVENTS = /(?:^|_)(?:amplitude|analytics|mixpanel|posthog|segment|telemetry)_(?:\w+_)?key$/i

/** True when a name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  if (FOR_BROWSERS.test(name) || FOR_EVENTS.test(name)) return false
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll(/[.-]/g, '_')
  if (PASSWORD_NAME.test(words)) return !NO_PASSWORD.test(words)
  return SECRET_NAME.test(words) && !NO_SECRET.test(words)
}

/** True for a value that gives nothing away: empty, a switch, a small number, a path, a URL, a placeholder. */
export function isHarmlessValue(value: string): boolean {
  const plain = value.replace(/^["']|["']$/g, '')
  if (/^(?:|true|false|yes|no|on|off|none|null|nil|undefined|optional|required|disabled|enabled)$/i.test(plain))
    return true
  // The name of a script or a file, and a variable of the same name that is empty unless somebody sets it.
  if (
    /^[\w./-]+\.(?:cfg|conf|crt|csr|jks|json|key|keystore|p12|pem|pfx|properties|py|rsp|sh|txt|xml|ya?ml)$/i.test(plain)
  )
    return true
  if (isRepeated(plain)) return true
  if (/^\$\{\w+:?-\}$/.test(plain)) return true
  if (/^\d{1,5}$/.test(plain) || /^(?:[./~]|(?:file|classpath):)/.test(plain) || /^\/|^https?:\/\/[^@]*$/.test(plain))
    return true
  return /^(?:<.*>|x{3,}|\*{3,}|\.{3,}|(?:set|change|replace|insert|put|your|my|to-?be|tbd|todo|fixme|dummy|fake|example|placeholder|not[-_ ]?(?:a|set|used|needed|real))\b.*|.*(?:placeholder|dummy|changeme|change[-_]me|not[-_]used|build[-_]?time|for[-_]build|secret[-_]key[-_]base[-_]dummy).*|if[-_ ]you[-_ ]see[-_ ].*)$/i.test(
    plain,
  )
}

/** `00000000-0000-0000-0000-000000000000`: somebody has to put the real one there. */
function isRepeated(value: string): boolean {
  const letters = value.replaceAll('-', '')
  return letters.length >= 8 && new Set(letters.toLowerCase()).size <= 2
}

/** What the issuers of tokens say that theirs look like; first the kind, for a message. */
const TOKENS: readonly (readonly [kind: string, form: RegExp])[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/],
  ['a GitLab token', /\bglpat-[\w-]{20,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a PyPI token', /\bpypi-AgEIcHlwaS5vcmc[\w-]{50,}/],
  ['a Slack token', /\bxox[abprs]-\d{10,}-[\w-]{10,}/],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20,}/],
  ['a Google API key', /\bAIza[\w-]{35}\b/],
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ['a password in a URL', /\b[a-z][a-z+.-]*:\/\/[^\s/:@$"'{}<>*]+:[^\s/:@$"'{}<>*]{3,}@[\w.-]+/i],
]

/** A token in a text. */
export interface Token {
  readonly kind: string
  readonly start: number
  readonly end: number
}

/** The first thing in a text that looks like a token that somebody issued, documentation's examples excepted. */
export function findToken(text: string): Token | undefined {
  if (tokens.size >= TOKENS_LIMIT) tokens.clear()
  const known = tokens.get(text) ?? { token: search(text) }
  tokens.set(text, known)
  return known.token
}

/** Each proof asks of the same instructions again. */
const tokens = new Map<string, { readonly token: Token | undefined }>()
const TOKENS_LIMIT = 10_000

function search(text: string): Token | undefined {
  for (const [kind, form] of TOKENS) {
    const match = form.exec(text)
    if (match && !isForShow(match[0])) return { kind, start: match.index, end: match.index + match[0].length }
  }
  return undefined
}

function isForShow(text: string): boolean {
  return /EXAMPLE|x{6,}|0{8,}|localhost|127\.0\.0\.1|@(?:db|database|mysql|postgres|postgresql|redis|mongo|rabbitmq|host|hostname|server)\b|:\/\/(?:user|username|anonymous|git|guest|postgres|root|test|foo):|:(?:[a-z_-]*(?:pass|passwd|password)|pw|changeme|test|secret|bar)@|\bexample\./i.test(
    text,
  )
}
