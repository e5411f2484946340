/** A Dockerfile that BuildKit would refuse to read. */
export class DockerfileError extends Error {
  override readonly name = 'DockerfileError'

  /** @param line 1-based line that the fault is reported for */
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message)
  }
}
