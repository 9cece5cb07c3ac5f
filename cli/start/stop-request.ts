/** What has not ended by then waits for something that need not come, such as another's lock on the database. */
const LAST_RESORT_MS = 9_800

/** Aborted on Ctrl-C, SIGTERM, a closed terminal, or the end of the launcher that holds our channel. */
export function stopRequest(): AbortSignal {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) return
    controller.abort()
    setTimeout(() => process.exit(1), LAST_RESORT_MS).unref()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop)
  if (process.channel) {
    process.once('disconnect', stop)
    // Listening alone would keep a process alive that has nothing left to do.
    process.channel.unref()
  }
  return controller.signal
}

export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
