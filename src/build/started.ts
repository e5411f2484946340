import type { Build } from './build.js'

/** The text of a CMD or ENTRYPOINT with those of the build context's scripts that it names. */
export function startedTexts({ context }: Build, command: string): readonly string[] {
  const names = command.match(/[\w.-]+/g)?.filter(name => /entry-?point|start|run|init/i.test(name)) ?? []
  const files = names.length === 0 ? [] : (context?.filesIn('') ?? [])
  const scripts = files.filter(file => {
    const name = file.slice(file.lastIndexOf('/') + 1)
    // `start.sh` often becomes `start`.
    return names.includes(name) || names.includes(name.replace(/\.(?:ba)?sh$/, ''))
  })
  return [command, ...scripts.flatMap(file => context?.textOf(file) ?? [])]
}

/** The text of an instruction with those of the build context's scripts that it names. */
export function namedTexts({ context }: Build, text: string): readonly string[] {
  const names = new Set(text.match(/[\w.-]+\.(?:ba)?sh\b/g))
  const files = names.size === 0 ? [] : (context?.filesIn('') ?? [])
  return [
    text,
    ...files.flatMap(file => (names.has(file.slice(file.lastIndexOf('/') + 1)) ? (context?.textOf(file) ?? []) : [])),
  ]
}

/** Starts as root and goes on as somebody else. */
const DROPS_ROOT = /\b(?:chpst|gosu|runuser|s6-setuidgid|setpriv|setuidgid|su-exec|sudo)\b|\bsu (?:-|\w)|drop[-_]?priv/
/** Needs root for what it is for. */
const NEEDS_ROOT =
  /(?:^|[\s"/])(?:crond?|debootstrap|dockerd|dropbear|fail2ban-server|gparted|(?:sbin|s6-overlay)\/init|\/init|iptables|keepalived|kubelet|openvpn|pcscd|postfix|runsvdir|s6-svscan|shorewall|smbd|sshd|systemd|wg-quick|xinetd)(?:["\s]|$)/
/** Programs that are told whom to become. */
const TOLD_USER =
  /\b(?:chronyd|dnsmasq|gunicorn|lighttpd|memcached|mini_httpd|mysqld(?:_safe)?|named|ntpd|scrapyd|twistd|unbound|uwsgi)\b.*?\s"?(?:-u|--(?:user|uid))[\s=",]+(?!root\b|0\b)\w/
/** Only their master process is root, those that answer are not; or they become who their packages' settings or they themselves say. */
const MASTERS =
  /^(?:apache2(?:ctl|-foreground)?|apachectl|freeradius|httpd(?:-foreground)?|nginx|php-fpm[\d.]*|radiusd|squid\d?|sslsplit|tinyproxy)$/

/** True when what a command or script starts gives root up by itself, or must have it. */
export function isRootOnPurpose(text: string): boolean {
  return DROPS_ROOT.test(text) || NEEDS_ROOT.test(text) || TOLD_USER.test(text)
}

/** True for a command whose last program is a master process that becomes somebody else to answer. */
export function startsMaster(command: string): boolean {
  const last = command.split(/&&|\|\||;\s+/).at(-1) ?? ''
  const words = last
    .split(/[\s",[\]]+/)
    .filter(word => !/^(?:|exec|--|-[a-z]*)$|(?:^|\/)(?:dumb-init|tini)$/.test(word))
  const [program = ''] = words
  return MASTERS.test(program.slice(program.lastIndexOf('/') + 1))
}

/** Servers for developers write what they compile beside the source. */
const FOR_DEVELOPERS = /(?:^|[\s":])(?:dev|develop|ng|nodemon|runserver|serve|start:dev|vite|watch|webpack)(?=["\s:]|$)/
const WRITES =
  /(?:^|[\s"&;|(])(?:chgrp|chmod|chown|cp|install|ln|mkdir|mktemp|mv|rm|sed -i|tee|touch)\s|(?:^|[\s"])(?:npm|pnpm|yarn) (?:ci|i|install)\b|[^\d&>]>{1,2}\s*(?!\/dev\/|&)[\w./$"]/

/** True for a command or script that writes into its folder: a user who owns nothing there cannot run it. */
export function writesFiles(text: string): boolean {
  return FOR_DEVELOPERS.test(text.replace(/"\s*,\s*"/g, ' ')) || WRITES.test(text)
}
