/** A reason why Guildhall can't start or a command can't run, told to the operator as one sentence; the exit code is 1. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
