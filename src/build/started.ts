import type { Instruction } from '../documents/dockerfile/instruction.js'
import type { Build } from './build.js'
import { nameOf } from './repository.js'

/** The text of a CMD or ENTRYPOINT with those of the build context's scripts that it names. */
export function startedTexts(build: Build, command: string): readonly string[] {
  return withScripts(build, command, name => /entry-?point|launch|start|run|init/i.test(name))
}

/** The text of an instruction with those of the build context's shell scripts that it names, and of what it may start. */
export function namedTexts(build: Build, text: string): readonly string[] {
  return withScripts(build, text, name => /entry-?point|launch|start|run|init|\.(?:ba)?sh$/i.test(name))
}

/** `start.sh` often becomes `start`. */
export function scriptNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap(name => [name, `${name}.sh`, `${name}.bash`]))]
}

function withScripts({ context }: Build, text: string, isScript: (name: string) => boolean): readonly string[] {
  const names = [...new Set(text.match(/[\w.-]+/g)?.filter(isScript))]
  const scripts = context?.filesNamed(...scriptNames(names)) ?? []
  return [text, ...scripts.flatMap(file => context?.textOf(file) ?? [])]
}

/** Starts as root and goes on as somebody else. */
const DROPS_ROOT =
  /\b(?:chpst|gosu|runuser|s6-setuidgid|setpriv|setuidgid|setuser|su-exec|sudo)\b|\bsu (?:-|\w)|drop[-_]?priv/
/** Needs root for what it is for. */
const NEEDS_ROOT =
  /(?:^|[\s"/])(?:crond?|debootstrap|dockerd|dropbear|fail2ban-server|gparted|(?:sbin|s6-overlay)\/init|\/init|iptables|keepalived|kubelet|openvpn|pcscd|postfix|runsvdir|s6-svscan|shorewall|smbd|sshd|supervisord|systemd|wg-quick|xinetd)(?:["\s]|$)|\bservice [\w.-]+ (?:re)?start\b|>>?\s*\/etc\/hosts\b|(?:^|\n|[;&] *)(?:chroot|modprobe|mount|nsenter|update-ca-certificates) *(?=[\s;&-]|$)/
/** Programs that are told whom to become. */
const TOLD_USER =
  /\b(?:chronyd|dnsmasq|gunicorn|lighttpd|memcached|mini_httpd|mysqld(?:_safe)?|named|ntpd|scrapyd|twistd|unbound|uwsgi)\b.*?\s"?(?:-u|--(?:user|uid))[\s=",]+(?!root\b|0\b)\w/
/** Only their master process is root, those that answer are not; or they become who their packages' settings or they themselves say. */
const MASTERS =
  /^(?:apache2(?:ctl|-foreground)?|apachectl|freeradius|httpd(?:-foreground)?|nginx|openresty|php-fpm[\d.]*|radiusd|squid\d?|sslsplit|tinyproxy)$/

/** They give root up, or are of no use without it. */
const FOR_ROOT =
  /\b(?:gosu|su-exec|s6-overlay|fixuid|ipvsadm|iptables|nftables|openssh-server|docker-ce|docker-cli|docker\.io)\b/

/** True when an instruction brings a tool into the image that gives root up, or that only root can use. */
export function bringsToolForRoot({ keyword, logical }: Instruction): boolean {
  return (keyword === 'RUN' || keyword === 'ENV') && FOR_ROOT.test(logical.text)
}

/** True when what a command or script starts gives root up by itself, or must have it. */
export function isRootOnPurpose(text: string): boolean {
  return DROPS_ROOT.test(text) || NEEDS_ROOT.test(text) || TOLD_USER.test(text)
}

/** True for a command whose last program is a master process that becomes somebody else to answer, and for a script that may end in one. */
export function startsMaster(command: string): boolean {
  const lines = command.trimEnd().split('\n')
  return isMaster(lines.at(-1) ?? '') || lines.some(line => /^\s*exec\s/.test(line) && isMaster(line))
}

function isMaster(command: string): boolean {
  const last =
    command
      .trim()
      .split(/&&|\|\||;\s+/)
      .at(-1) ?? ''
  const words = last
    .split(/[\s",[\]]+/)
    .filter(word => !/^(?:|exec|--|-[a-z]*)$|(?:^|\/)(?:dumb-init|tini)$/.test(word))
  const [program = ''] = words
  return MASTERS.test(nameOf(program))
}

/** Servers for developers write what they compile beside the source. */
const FOR_DEVELOPERS = /(?:^|[\s":])(?:dev|develop|ng|nodemon|runserver|serve|start:dev|vite|watch|webpack)(?=["\s:]|$)/
const WRITES =
  /(?:^|[\s"&;|(])(?:chgrp|chmod|chown|cp|install|ln|mkdir|mktemp|mv|rm|sed -i|tee|touch)\s|(?:^|[\s"])(?:npm|pnpm|yarn) (?:ci|i|install)\b|[^\d&>]>{1,2}\s*(?!\/dev\/|&)[\w./$"]/

/** True for a command or script that writes into its folder: a user who owns nothing there cannot run it. */
export function writesFiles(text: string): boolean {
  return FOR_DEVELOPERS.test(text.replace(/"\s*,\s*"/g, ' ')) || WRITES.test(text)
}
