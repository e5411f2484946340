/** What people write who want no more of a finding. */
export const IGNORE_WORDS = ['drydock ignore', '/drydock ignore: we know', 'Fine.\n\n@drydock ignore because of that']
/** What only looks like it. */
export const TALK = ['Why?', 'Would "drydock ignore" help?', '> drydock ignore\n\nNo.', '```\ndrydock ignore\n```']

export function isIgnoreWord(body: string): boolean {
  return IGNORE_WORDS.includes(body)
}
