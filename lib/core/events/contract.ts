import type { z } from 'zod'
import type { Trx } from '../db/types'

/** Filled by lib/domains.shared.ts with the payloads of all events by name: plumbing itself knows them as strings. */
// biome-ignore lint/suspicious/noEmptyInterface: Declarations of the same name add to it.
export interface EventRegister {}

export type EventPayloads = EventRegister extends { payloads: infer Payloads } ? Payloads : Record<string, unknown>
export type EventName = keyof EventPayloads & string

/** What a domain's manifest says of an event, as far as plumbing needs it. */
export interface EventDefinition {
  version: number
  payload: z.ZodType
}

interface EventFacts {
  /** What it is about, as the id of a decision: events and what follows from them are found by it. */
  subject: string
  /** Who made it happen, as actors are named in rows: `staff:<id>`, `key:<id>`, `system`. */
  cause: string
  /** When it happened. */
  at: Date
}

/** What some consumers need and the row of the event does not hold. */
interface DeliveryHints {
  /** Not to be acted on before this instant, so that it can still be undone. Default: at once. */
  notBefore?: Date | undefined
  /** What of the event it tells, as the type of an action. */
  kind?: string | undefined
  /** The subject of an earlier event that it repeats or denies. */
  origin?: string | undefined
  /** When what it tells is over by itself, in ISO 8601; null: not by itself. */
  until?: string | null | undefined
}

export interface NewEventOf<Name extends EventName> extends EventFacts, DeliveryHints {
  event: Name
  /** JSON, by the schema of the event. */
  payload: EventPayloads[Name]
  /** Whose data the payload holds: it goes when one of them is erased. Null is nobody. */
  memberIds?: readonly (number | null)[] | undefined
}

/** An event that is to be emitted. */
export type NewEvent = { [Name in EventName]: NewEventOf<Name> }[EventName]

interface DomainEventOf<Name extends EventName> extends EventFacts {
  /** Ascending in the order in which events were written. */
  id: number
  name: Name
  /** Of the payload's schema when it was emitted. */
  version: number
  payload: EventPayloads[Name]
}

/** An event as consumers get it. */
export type DomainEvent = { [Name in EventName]: DomainEventOf<Name> }[EventName]

/** Reads what is emitted in one call, in the transaction that emits it: what it writes commits with the events. */
export type ConsumeInTransaction = (trx: Trx, events: readonly (DomainEvent & DeliveryHints)[]) => Promise<void>

/**
 * Reads one event in a job. What it writes in `trx` commits with the note that it has had the event, so that it counts once, whoever is
 * killed when. Calls to other systems belong in a job that it enqueues. An event says that something happened, not that it still is so.
 */
export type ConsumeInJob = (trx: Trx, event: DomainEvent) => Promise<void>

interface ConsumerFacts {
  /** Unique over all domains and for good: what it has had is remembered by it. */
  name: string
  events: readonly EventName[]
}

/** Who hears of events, and how. `transaction` only where what follows must be there when the emitting command goes on. */
export type EventConsumer =
  | (ConsumerFacts & { runsIn: 'transaction'; load: () => Promise<ConsumeInTransaction> })
  | (ConsumerFacts & { runsIn: 'job'; load: () => Promise<ConsumeInJob> })

export interface EventRegistry {
  events: Readonly<Record<EventName, EventDefinition>>
  consumers: readonly EventConsumer[]
}
