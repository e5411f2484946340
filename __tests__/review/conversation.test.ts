import { describe, expect, test } from '@jest/globals'
import { commentBody } from '../../src/formats/comment.js'
import { NO_LINKS } from '../../src/formats/links.js'
import type { EarlierComment } from '../../src/review/conversation.js'
import { keyOf } from '../../src/review/fingerprint.js'
import type { Review } from '../../src/review/review.js'
import { commentsOf, reviewAgain } from './conversing.js'
import { review } from './reviewing.js'
import { wordRule } from './words.js'

const bad = wordRule('bad', 'bad', 'good')
const evil = wordRule('evil', 'evil', undefined, 'error')

const first = (text: string, rules = [bad, evil]) => commentsOf(review(text, rules))
const posts = ({ threads }: Review) => threads.filter(({ isPosted }) => !isPosted).map(thread => thread.first)
const kept = ({ threads }: Review) => threads.flatMap(({ earlier }) => earlier?.id ?? [])
const reasons = ({ retired }: Review) => retired.map(({ comment, reason }) => [comment.id, reason.kind])
const moved = (comments: readonly EarlierComment[], lines: number): EarlierComment[] =>
  comments.map(one => ({
    ...one,
    anchor: one.anchor && { first: one.anchor.first + lines, last: one.anchor.last + lines },
  }))
const outdated = (comments: readonly EarlierComment[]) => comments.map(one => ({ ...one, anchor: undefined }))

describe('the same finding is the same thread', () => {
  test('nothing has changed', () => {
    const text = 'FROM a\nRUN bad\nRUN evil\n'
    const again = reviewAgain(text, [bad, evil], first(text))
    expect([posts(again), kept(again), reasons(again)]).toEqual([[], ['C0', 'C1'], []])
  })

  test('lines above are new, and GitHub has moved the comments along', () => {
    const again = reviewAgain(
      'FROM a\n# x\nRUN bad\nRUN evil\n',
      [bad, evil],
      moved(first('FROM a\nRUN bad\nRUN evil\n'), 1),
    )
    expect([posts(again), kept(again), reasons(again)]).toEqual([[], ['C0', 'C1'], []])
  })

  test('an outdated thread is said anew, and closed once that is there', () => {
    const text = 'FROM a\nRUN bad\n'
    const old = outdated(first(text))
    const again = reviewAgain(text, [bad], old)
    expect([posts(again), reasons(again)]).toEqual([[2], [['C0', 'moved']]])
    const fresh = commentsOf(again, 'head2').map(one => ({ ...one, id: 'new' }))
    const third = reviewAgain(text, [bad], [...old, ...fresh])
    expect([posts(third), kept(third), reasons(third)]).toEqual([[], ['new'], [['C0', 'moved']]])
  })

  test('of equal instructions the one that is left keeps its own thread', () => {
    const comments = first('FROM a\nRUN bad\nRUN x\nRUN bad\n')
    const [gone, stays] = comments as [EarlierComment, EarlierComment]
    const left = [...outdated([gone]), ...moved([stays], -1)]
    const again = reviewAgain('FROM a\nRUN x\nRUN bad\n', [bad], left)
    expect([posts(again), kept(again), reasons(again)]).toEqual([[], ['C1'], [['C0', 'fixed']]])
  })

  test('a suggestion that wants other lines is said anew; one without a button is not', () => {
    const wider = (comments: readonly EarlierComment[]) =>
      comments.map(one => ({ ...one, anchor: { first: 2, last: 3 } }))
    const again = reviewAgain('FROM a\nRUN bad\nRUN x\n', [bad], wider(first('FROM a\nRUN bad\nRUN x\n')))
    expect([posts(again), reasons(again)]).toEqual([[2], [['C0', 'moved']]])
    const plain = reviewAgain('FROM a\nRUN evil\nRUN x\n', [evil], wider(first('FROM a\nRUN evil\nRUN x\n')))
    expect([posts(plain), reasons(plain)]).toEqual([[], []])
  })

  test('a renamed file, whether GitHub knows the old name or not', () => {
    const old = first('FROM a\nRUN bad\n')
    const files = ['new/Dockerfile']
    const follows = reviewAgain('FROM a\nRUN bad\n', [bad], old, {
      ...{ path: 'new/Dockerfile', previousPath: 'Dockerfile', files },
    })
    expect([posts(follows), kept(follows)]).toEqual([[], ['C0']])
    const gone = reviewAgain('FROM a\nRUN bad\n', [bad], outdated(old), {
      path: 'new/Dockerfile',
      files,
      isAdded: true,
    })
    expect([posts(gone), reasons(gone)]).toEqual([[2], [['C0', 'moved']]])
  })

  test('indentation and line ends are no other instruction', () => {
    const old = first('FROM a\nRUN evil \\\n  now\n')
    const again = reviewAgain('FROM a\r\nRUN evil \\\r\n    now\r\n', [evil], old)
    expect([posts(again), kept(again)]).toEqual([[], ['C0']])
  })
})

describe('what is gone', () => {
  test('fixed', () => {
    const again = reviewAgain('FROM a\nRUN good\nRUN evil\n', [bad, evil], first('FROM a\nRUN bad\nRUN evil\n'))
    expect([posts(again), reasons(again)]).toEqual([[], [['C0', 'fixed']]])
  })

  test('an edited instruction is not called fixed', () => {
    const old = outdated(first('FROM a\nRUN bad\n'))
    const again = reviewAgain('FROM a\nRUN bad more\n', [bad], old)
    expect([posts(again), reasons(again)]).toEqual([[2], [['C0', 'changed']]])
    const fresh = commentsOf(again, 'head2').map(one => ({ ...one, id: 'new' }))
    expect(reasons(reviewAgain('FROM a\nRUN bad more\n', [bad], [...old, ...fresh]))).toEqual([['C0', 'changed']])
    // One successor takes the place of one only.
    const two = outdated(first('FROM a\nRUN bad\nRUN bad x\n'))
    expect(reasons(reviewAgain('FROM a\nRUN bad more\n', [bad], two)).map(([, kind]) => kind)).toEqual([
      'changed',
      'fixed',
    ])
  })

  test('switched off, by a comment or the configuration', () => {
    const text = 'FROM a\nRUN bad\n'
    const again = reviewAgain('FROM a\n# drydock ignore=bad\nRUN bad\n', [bad], moved(first(text), 1))
    expect(again.retired.map(({ reason }) => reason)).toEqual([{ kind: 'ignored', by: 'drydock ignore=bad' }])
    expect(again.addedIgnores).toEqual([{ path: 'Dockerfile', line: 2, text: 'drydock ignore=bad' }])
    expect(reasons(reviewAgain(text, [evil], first(text)))).toEqual([['C0', 'off']])
  })

  test('the file is gone, or no longer part of the change, or cannot be judged', () => {
    const [comment] = first('FROM a\nRUN bad\n') as [EarlierComment]
    const elsewhere = { ...comment, path: 'b/Dockerfile' }
    const at = (files: readonly string[]) => reasons(reviewAgain('FROM a\n', [bad], [elsewhere], { files }))
    expect(at(['Dockerfile'])).toEqual([['C0', 'deleted']])
    expect(at(['Dockerfile', 'b/Dockerfile'])).toEqual([['C0', 'left']])
    expect(reasons(reviewAgain('FROM a\nNONSENSE x\n', [bad], [comment]))).toEqual([])
  })

  test('two runs at once: the second comment goes', () => {
    const text = 'FROM a\nRUN bad\n'
    const [comment] = first(text) as [EarlierComment]
    const again = reviewAgain(text, [bad], [comment, { ...comment, id: 'twin' }])
    expect([kept(again), reasons(again)]).toEqual([['C0'], [['twin', 'duplicate']]])
    const answered = reviewAgain(text, [bad], [comment, { ...comment, id: 'twin', hasReplies: true }])
    expect([kept(answered), reasons(answered)]).toEqual([['twin'], [['C0', 'duplicate']]])
  })
})

describe('a person’s word', () => {
  const text = 'FROM a\nRUN bad\nRUN evil\n'
  const dismissed = first(text).map(one => ({ ...one, dismissedBy: 'ann' }))

  test('is not contradicted, and is counted', () => {
    const again = reviewAgain(text, [bad, evil], dismissed)
    expect([posts(again), reasons(again), again.findings]).toEqual([[], [], []])
    expect(again.dismissed.map(({ finding, line, by }) => [finding.rule.id, line, by])).toEqual([
      ['bad', 2, 'ann'],
      ['evil', 3, 'ann'],
    ])
    expect([again.counts.dismissed, again.conclusion]).toEqual([2, 'success'])
  })

  test('holds when the thread is outdated', () => {
    const again = reviewAgain(text, [bad, evil], outdated(dismissed))
    expect([posts(again), again.counts.dismissed]).toEqual([[], 2])
  })

  test('does not make room for the next comment', () => {
    const many = `FROM a\n${'RUN bad\n'.repeat(4)}`
    const [one, two] = commentsOf(review(many, [bad], {}, { maxComments: 2 })) as [EarlierComment, EarlierComment]
    const again = reviewAgain(many, [bad], [{ ...one, dismissedBy: 'ann' }, two], { maxComments: 2 })
    expect([posts(again), again.findings.filter(({ placement }) => placement === 'summary')]).toMatchObject([
      [],
      [{}, {}],
    ])
  })
})

describe('what can be posted', () => {
  const text = 'FROM a\nRUN bad\nRUN evil\n'

  test('room is for the most severe, and for what is there already', () => {
    expect(posts(reviewAgain(text, [bad, evil], [], { maxComments: 1 }))).toEqual([3])
    const old = first('FROM a\nRUN bad\n')
    const again = reviewAgain(text, [bad, evil], old, { maxComments: 1 })
    expect([posts(again), kept(again)]).toEqual([[], ['C0']])
  })

  test('not what GitHub refused, nor what was posted just now', () => {
    const [thread] = reviewAgain(text, [bad, evil], []).threads
    const key = new Set(thread?.fingerprints.map(keyOf))
    const refused = reviewAgain(text, [bad, evil], [], { posting: { refused: key } })
    expect([posts(refused), refused.findings.map(({ placement }) => placement)]).toEqual([[3], ['summary', 'comment']])
    const posted = reviewAgain(text, [bad, evil], [], { posting: { posted: key } })
    expect([posts(posted), posted.findings.map(({ placement }) => placement)]).toEqual([[3], ['comment', 'comment']])
    const none = reviewAgain(text, [bad, evil], [], { posting: { canPost: false } })
    expect([posts(none), none.threads]).toEqual([[], []])
  })

  test('where nothing can be edited, a comment stands for no finding that it does not name', () => {
    const old = first('FROM a\nRUN bad\n')
    const again = reviewAgain('FROM a\nRUN bad evil\n', [bad, evil], old, { posting: { canPost: false } })
    expect(again.findings.map(({ rule, placement }) => [rule.id, placement])).toEqual([
      ['bad', 'comment'],
      ['evil', 'summary'],
    ])
  })

  test('text from a file makes no marker', () => {
    const forged = 'FROM a\nRUN evil <!-- drydock:1 closed x - -->\n'
    const [thread] = review(forged, [evil]).threads
    const body = thread ? commentBody(thread, { links: NO_LINKS, instance: 'me' }, 'head1') : ''
    expect(body.split('\n').at(-1)).toMatch(
      /^<!-- drydock:1 open me head1 [0-9a-f]{12} evil\/[0-9a-f]{12}\/[0-9a-f]{12}\/0 -->$/,
    )
  })
})
