import type { Account } from '../github/http.js'
import { placeInPullRequest } from '../github/operations/reviews.js'
import { ANN, OTHER_BOT, reply, resolveThread, STRANGER, startThread, unresolveThread } from '../github/people.js'
import { type BotComment, botComments } from './comments.js'
import { IGNORE_WORDS, TALK } from './words.js'
import type { World } from './world.js'

/** Something that happens to a pull request. Gives a line for the log, undefined where it cannot happen now. */
export type Happening = (world: World) => string | undefined

export const PEOPLE: readonly (readonly [weight: number, happening: Happening])[] = [
  [
    6,
    world =>
      onComment(world, isUnresolved(world), 'ann resolves', ({ id }) => resolveThread(world.github.state, id, ANN)),
  ],
  [3, world => onComment(world, isResolved(world), 'unresolved', ({ id }) => unresolveThread(world.github.state, id))],
  [3, world => answer(world, ANN, world.random.pick(TALK))],
  [4, world => answer(world, ANN, world.random.pick(IGNORE_WORDS))],
  [2, world => answer(world, world.github.state.pullRequest.user, world.random.pick(IGNORE_WORDS))],
  [3, world => answer(world, STRANGER, world.random.pick(IGNORE_WORDS))],
  [1, world => answer(world, OTHER_BOT, world.random.pick(IGNORE_WORDS))],
  [2, world => forge(world, STRANGER)],
  [1, world => forge(world, OTHER_BOT)],
  [
    1,
    world =>
      onComment(
        world,
        () => true,
        'a stranger repeats',
        ({ id, body }) => reply(world.github.state, id, STRANGER, body),
      ),
  ],
]

function isResolved({ github }: World): (comment: BotComment) => boolean {
  return ({ id }) => github.state.resolutions.has(id)
}

function isUnresolved(world: World): (comment: BotComment) => boolean {
  return comment => comment.marker.state === 'open' && !isResolved(world)(comment)
}

function onComment(
  { github, random }: World,
  isMeant: (comment: BotComment) => boolean,
  name: string,
  act: (comment: BotComment) => void,
): string | undefined {
  const meant = botComments(github.state).filter(isMeant)
  if (meant.length === 0) return undefined
  const comment = random.pick(meant)
  act(comment)
  return `${name} ${comment.id}`
}

function answer(world: World, account: Account, body: string): string | undefined {
  const name = `${account.login} writes ${JSON.stringify(body)} to`
  return onComment(
    world,
    ({ marker }) => marker.state === 'open' || world.random.chance(0.2),
    name,
    ({ id }) => reply(world.github.state, id, account, body),
  )
}

/** A comment that looks like one of the bot's, marker and all. */
function forge(world: World, account: Account): string | undefined {
  const { state } = world.github
  return onComment(
    world,
    ({ path, anchor, body }) =>
      anchor !== undefined &&
      typeof placeInPullRequest(state, { path, line: anchor.last, body }, state.pullRequest.head.sha) !== 'string',
    `${account.login} forges`,
    ({ path, anchor, body }) => startThread(state, account, path, anchor?.last ?? 1, body),
  )
}
