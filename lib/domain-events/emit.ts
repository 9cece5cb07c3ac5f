import type { Trx } from '@/lib/core/db/types'
import type { EventName, NewEvent, NewEventOf } from '@/lib/core/events/contract'
import { emitAll as emitTo } from '@/lib/core/events/emit'
import { REGISTRY } from './registry'

/**
 * Writes what happened in the transaction in which it happens, for all consumers that the manifests name: all of it commits or none.
 * @throws ZodError where the payload is not what the event declares
 */
export const emit = <Name extends EventName>(
  trx: Trx,
  event: Name,
  facts: Omit<NewEventOf<Name>, 'event'>,
): Promise<void> => emitTo(trx, REGISTRY, [{ ...facts, event } as unknown as NewEvent])

/** The same for many events, with as many statements as for one. */
export const emitAll = (trx: Trx, events: readonly NewEvent[]): Promise<void> => emitTo(trx, REGISTRY, events)
