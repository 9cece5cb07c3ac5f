/**
 * What can change and be announced. A hint names the topic and, where one thing changed, its id; it never carries data:
 * the browser refetches through the API, which alone decides who may read what. Imported by browser and server.
 */
export const TOPICS = [
  'samples',
  'runs',
  'sources',
  'imports',
  'annotations',
  'cases',
  'claims',
  'viewers',
  'appeals',
  'policies',
  'queues',
  'rules',
  'transparency',
  'reviews',
  'staff',
  'keys',
  'audit',
  'settings',
  'health',
  'webhooks',
  'sessions',
] as const

export type Topic = (typeof TOPICS)[number]

/** One announcement, as it travels through Postgres and the socket. */
export interface Change {
  topic: Topic
  id: string | null
}

export const isTopic = (value: unknown): value is Topic => TOPICS.includes(value as Topic)

/** The socket.io event under which hints arrive. */
export const CHANGE_EVENT = 'change'

/** Sent by a server that may have missed announcements: everything shown is to be fetched again. */
export const RESYNC_EVENT = 'resync'

/** Why a handshake is refused whose sender is not, or no longer, signed in. */
export const SIGNED_OUT = 'signed out'
