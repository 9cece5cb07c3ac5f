import { setTimeout as delay } from 'node:timers/promises'
import { invalid } from '../errors'
import { OutboundError } from './call-error'
import { resolveTarget } from './guard'

/** A name server that is silent keeps nobody from saving: what counts is the check at each connection. */
const LOOK_UP_MS = 3_000

/**
 * Refuses an address that leads inside, so that it is said where it is typed. A name that is not known yet is accepted.
 * @param code of the refusal, for example `webhook.url_refused`
 * @throws DomainError of that code (invalid)
 */
export async function checkUrl(url: string, code: string): Promise<void> {
  const ending = new AbortController()
  try {
    await Promise.race([resolveTarget(new URL(url)), delay(LOOK_UP_MS, undefined, { signal: ending.signal })])
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    if (error.failure === 'refused') throw invalid('url', error.message, code)
  } finally {
    ending.abort()
  }
}
