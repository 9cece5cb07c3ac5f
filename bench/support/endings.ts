/** What has to be stopped or removed, whether a bench ends well, fails or is interrupted; the last begun goes first. */
const endings: (() => Promise<unknown>)[] = []
/** What is being undone now: a bench that fails and a signal may both be at it, and neither may leave before the other. */
const runningUndos = new Set<Promise<unknown>>()

async function track(undo: () => Promise<unknown>): Promise<void> {
  const done = undo()
  runningUndos.add(done)
  await done.finally(() => runningUndos.delete(done))
}

/** Notes how to undo something that was begun; the answer undoes it, once. */
export function onEnd(undo: () => Promise<unknown>): () => Promise<void> {
  endings.push(undo)
  return async () => {
    const index = endings.indexOf(undo)
    if (index < 0) return
    endings.splice(index, 1)
    await track(undo)
  }
}

/** Undoes everything that is still there. What can't be undone is told and keeps nothing else from being. */
export async function endAll(say: (line: string) => void): Promise<void> {
  const tell = (error: unknown): void => say(`could not clean up: ${String(error)}`)
  while (endings.length > 0 || runningUndos.size > 0) {
    const undo = endings.pop()
    // Whoever began it tells why it failed.
    await (undo ? track(undo).catch(tell) : Promise.allSettled(runningUndos))
  }
}

/** Lets Ctrl-C and SIGTERM clean up before they end the process. A second one changes nothing. */
export function endOnSignals(say: (line: string) => void): void {
  let isEnding = false
  const end = (code: number): void => {
    if (isEnding) return
    isEnding = true
    say('stopping and deleting the data')
    void endAll(say).finally(() => process.exit(code))
  }
  process.on('SIGINT', () => end(130))
  process.on('SIGTERM', () => end(143))
}
