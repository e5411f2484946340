/** What was tried. Counted up as it happens. */
export interface Figures {
  steps: number
  runs: number
  requests: number
  /** Seconds that runs would have waited for GitHub. */
  waited: number
  faults: number
  posted: number
  edited: number
  minimized: number
  deleted: number
  /** Runs after which all that can be said of a clean one was checked. */
  checked: number
  violations: number
}

export function noFigures(): Figures {
  return {
    ...{ steps: 0, runs: 0, requests: 0, waited: 0, faults: 0 },
    ...{ posted: 0, edited: 0, minimized: 0, deleted: 0, checked: 0, violations: 0 },
  }
}

export function addFigures(sum: Figures, more: Figures): void {
  for (const key of Object.keys(sum) as (keyof Figures)[]) sum[key] += more[key]
}
