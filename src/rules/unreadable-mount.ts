import { type RunStep, runsOf } from '../build/build.js'
import { type Mount, mountsOf } from '../documents/dockerfile/mounts.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const unreadableMount = defineRule({
  id: 'unreadable-mount',
  aliases: [],
  title: 'Give a secret to the user who reads it',
  category: 'correctness',
  severity: 'error',
  why: `A secret's file belongs to root and has the mode 0400, an SSH agent's socket 0600, unless the mount says otherwise. A RUN
behind \`USER\` gets "Permission denied", or goes on without the secret.`,
  fixable: 'sometimes',
  fixSafety: 'The mount is not part of the image; only who owns the file during this RUN changes.',
  examples: [
    {
      before:
        'FROM node:22\nUSER node\nWORKDIR /home/node/app\nRUN --mount=type=secret,id=npmrc,target=/home/node/.npmrc npm ci\n',
      after:
        'FROM node:22\nUSER node\nWORKDIR /home/node/app\nRUN --mount=type=secret,id=npmrc,target=/home/node/.npmrc,uid=1000 npm ci\n',
    },
    {
      before: 'FROM debian:12\nRUN useradd -u 1234 app\nUSER app\nRUN --mount=type=ssh git clone git@example.com:a/b\n',
      after:
        'FROM debian:12\nRUN useradd -u 1234 app\nUSER app\nRUN --mount=type=ssh,uid=1234 git clone git@example.com:a/b\n',
    },
    {
      before: 'FROM example.com/base:1\nUSER app\nRUN --mount=type=secret,id=token cat /run/secrets/token\n',
      after: 'FROM example.com/base:1\nUSER app\nRUN --mount=type=secret,id=token cat /run/secrets/token\n',
    },
  ],
  silent: [
    { why: 'root reads all', text: 'FROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n' },
    {
      why: 'it is given to the user',
      text: 'FROM node:22\nUSER node\nRUN --mount=type=secret,id=npmrc,uid=1000 npm ci\n',
    },
    {
      why: 'a variable may be the user',
      text: 'FROM node:22\nUSER node\nARG ID=1000\nRUN --mount=type=secret,id=a,uid=$ID npm ci\n',
    },
    { why: 'all may read it', text: 'FROM node:22\nUSER node\nRUN --mount=type=secret,id=npmrc,mode=0444 npm ci\n' },
    {
      why: 'the group may read it',
      text: 'FROM node:22\nUSER node\nRUN --mount=type=secret,id=npmrc,mode=440,gid=1000 npm ci\n',
    },
    { why: 'it is a variable', text: 'FROM node:22\nUSER node\nRUN --mount=type=secret,id=token,env=TOKEN npm ci\n' },
    {
      why: 'sudo reads it',
      text: 'FROM debian:12\nUSER app\nRUN --mount=type=secret,id=a sudo cat /run/secrets/a | ./use\n',
    },
    { why: 'nobody knows who the user is', text: 'FROM example.com/base:1\nRUN --mount=type=secret,id=a ./use\n' },
    { why: 'root comes back', text: 'FROM node:22\nUSER node\nUSER root\nRUN --mount=type=ssh git clone a\n' },
    {
      why: 'files of a bind mount have their own owners',
      text: 'FROM node:22\nUSER node\nRUN --mount=type=bind,target=/src npm ci\n',
    },
  ],
  references: [
    'https://docs.docker.com/reference/dockerfile/#run---mounttypesecret',
    'https://docs.docker.com/reference/dockerfile/#run---mounttypessh',
  ],
  *check(build) {
    for (const run of runsOf(build)) {
      const { user } = run.state
      if (user === undefined || user.uid === 0 || run.calls.some(call => call.asOtherUser || call.program === 'su'))
        continue
      for (const mount of mountsOf(run.instruction)) {
        if (!isClosed(mount, run)) continue
        const what =
          mount.type === 'ssh' ? 'The SSH agent' : `The secret \`${mount.options.get('id') ?? mount.target}\``
        yield {
          range: mount.flag.range,
          message: `${what} belongs to root here, and \`${user.name}\` may not read it.`,
          fix: () => fix(mount, user.uid),
        }
      }
    }
  },
})

/** True when the user in force gets no access. */
function isClosed({ type, options, target }: Mount, { state: { user } }: RunStep): boolean {
  if (type !== 'secret' && type !== 'ssh') return false
  if (options.has('env') && target === undefined) return false
  const needed = type === 'ssh' ? 6 : 4
  const mode = options.get('mode') ?? (type === 'ssh' ? '0600' : '0400')
  const [uid, gid] = [options.get('uid') ?? '0', options.get('gid') ?? '0']
  if (![mode, uid, gid].every(value => /^\d+$/.test(value))) return false
  const allows = (digit: string | undefined) => (Number(digit) & needed) === needed
  if (allows(mode.at(-1)) || (allows(mode.at(-2)) && (user?.gid === undefined || Number(gid) === user.gid)))
    return false
  return user?.uid === undefined ? Number(uid) === 0 : Number(uid) !== user.uid
}

function fix({ flag, options }: Mount, uid: number | undefined): Fix | undefined {
  if (uid === undefined || options.has('uid') || !flag.contiguous || /["']/.test(flag.text)) return undefined
  const { end } = flag.range
  return { title: 'Give it to the user', safe: true, edits: [{ start: end, end, text: `,uid=${uid}` }] }
}
