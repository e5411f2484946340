import { type ExecFileOptions, execFile } from 'node:child_process'

/** Output of one git command (bytes): a listing of 100,000 files takes about 10 MB. */
const OUTPUT_LIMIT = 512 * 1024 * 1024

/**
 * Runs git in a folder. File names come out as they are, whatever the user's settings say.
 * @returns its output, undefined when git fails or does not exist
 */
export function git(directory: string, ...args: readonly string[]): Promise<string | undefined> {
  return run(directory, args, {})
}

/** What can be done without (ms) nobody waits longer for. */
const QUICK = 10_000

/** As `git`, but it fails where a partial clone would have to ask its server, and when it takes long. */
export function localGit(directory: string, ...args: readonly string[]): Promise<string | undefined> {
  return run(directory, args, { timeout: QUICK, env: { ...process.env, GIT_NO_LAZY_FETCH: '1' } })
}

function run(directory: string, args: readonly string[], more: ExecFileOptions): Promise<string | undefined> {
  return new Promise(resolve => {
    const options = { ...more, cwd: directory, maxBuffer: OUTPUT_LIMIT, encoding: 'utf8' as const }
    execFile('git', ['-c', 'core.quotePath=false', ...args], options, (error, stdout) =>
      resolve(error ? undefined : stdout),
    )
  })
}

/** The entries of a `-z` listing. */
export function entries(output: string | undefined): readonly string[] {
  return (output ?? '').split('\0').filter(entry => entry !== '')
}
