import { StartError } from '../start-error'

/**
 * Aborted, with a reason made for people, when somebody ends the command: by Ctrl-C, which may arrive twice where a launcher
 * passes it on too, by SIGTERM, or by closing the terminal.
 */
export function interruption(reason: string): AbortSignal {
  const controller = new AbortController()
  const interrupt = (): void => controller.abort(new StartError(reason))
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt)
  return controller.signal
}
