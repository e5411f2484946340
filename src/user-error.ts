/** A fault that whoever runs Drydock can mend: the message says what, where, and what to do. Shown without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError'
}
