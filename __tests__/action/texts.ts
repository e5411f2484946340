/** What the instructions of the texts below copy. */
export const SCRIPT = { 'run.sh': '#!/bin/sh\n' }
const END = 'USER 1000:1000\nCMD ["/run.sh"]\n'

/** One finding, `add-for-copy` on line 2, with a suggestion of one line. */
export const ONE = `FROM debian:12\nADD run.sh /run.sh\n${END}`
/** The same without it. */
export const NONE = `FROM debian:12\nCOPY run.sh /run.sh\n${END}`
/** Two findings, `apt-update-alone` and `apt-no-recommends`, in one comment with a suggestion for lines 2 and 3. */
export const PAIR = `FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n${END}`
/** Two comments: that of ONE on line 2, that of PAIR on lines 3 and 4. */
export const TWO = PAIR.replace('RUN', 'ADD run.sh /run.sh\nRUN')
