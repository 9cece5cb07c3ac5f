/** Filled by lib/domains.shared.ts with the names of all topics: plumbing itself knows them as strings. */
// biome-ignore lint/suspicious/noEmptyInterface: Declarations of the same name add to it.
export interface TopicRegister {}

/** What can change and be announced. */
export type Topic = TopicRegister extends { topic: infer Name extends string } ? Name : string

/**
 * One announcement, as it travels through Postgres and the socket. It names the topic and, where one thing changed, its id; it
 * never carries data: the browser refetches through the API, which alone decides who may read what.
 */
export interface Change {
  topic: Topic
  id: string | null
}

/** The socket.io event under which hints arrive. */
export const CHANGE_EVENT = 'change'

/** Sent by a server that may have missed announcements: everything shown is to be fetched again. */
export const RESYNC_EVENT = 'resync'

/** Why a handshake is refused whose sender is not, or no longer, signed in. */
export const SIGNED_OUT = 'signed out'
