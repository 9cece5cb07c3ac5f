import { log } from './log'

/** What a stop may take in all; the supervisor kills what still runs half a second later. */
const STOP_MS = 7_000

/**
 * Ends this process in good order, once, on SIGTERM, on SIGINT, and when the supervisor is gone: its end of the channel
 * closes even where it was killed, so that nothing is left behind.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false
  const end = async (reason: string): Promise<void> => {
    if (isStopping) return
    isStopping = true
    log.info({ reason }, 'stopping')
    setTimeout(() => process.exit(1), STOP_MS).unref()
    try {
      await stop()
      process.exit(0)
    } catch (error) {
      log.error({ err: error }, 'stopping failed')
      process.exit(1)
    }
  }
  // As in log.ts, for what libraries print by themselves.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  process.once('SIGTERM', () => void end('SIGTERM'))
  process.once('SIGINT', () => void end('SIGINT'))
  if (process.channel) process.once('disconnect', () => void end('the supervisor exited'))
}
