import type { Call } from '../documents/shell/calls.js'

/** How a manager leaves no cache in a layer: told so, or cleaned up behind. Facts: each manager's own documentation. */
export interface Cleaning {
  /** Keeps it from filling its cache. */
  readonly option?: string
  /** Empties it. */
  readonly command?: (call: Call) => string
}

export const CLEANINGS: Readonly<Record<string, Cleaning>> = {
  bun: { command: () => 'bun pm cache rm' },
  // `-f` takes packages that are used, too: environments have their own links to the files.
  conda: {
    // As it is called: a path need not be in PATH.
    command: ({ program, name }) =>
      `${/^[\w./-]+$/.test(name.text) ? name.text : program} clean ${program === 'micromamba' ? '--all --yes' : '-afy'}`,
  },
  composer: { option: '--no-cache' },
  npm: { command: () => 'npm cache clean --force' },
  pip: { option: '--no-cache-dir' },
  uv: { option: '--no-cache' },
  yarn: { command: () => 'yarn cache clean' },
}
