import type { IncomingHttpHeaders } from 'node:http'
import { getDb } from '@/lib/core/db/client'
import { isOwnOrigin } from '@/lib/core/http/same-origin'
import { TOPICS, type Topic } from '@/lib/core/realtime/topics'
import { type Actor, isAllowed } from './actor'
import type { Permission } from './permissions'
import { authenticateSession } from './sessions'

/** What a topic's hints may be heard with; null is heard by the server alone. */
const TOPIC_PERMISSION: Record<Topic, Permission | null> = {
  samples: 'metrics:read',
  runs: 'collections:read',
  sources: 'sources:read',
  imports: 'imports:read',
  annotations: 'annotations:read',
  cases: 'cases:read',
  claims: 'cases:read',
  viewers: 'cases:read',
  appeals: 'appeals:read',
  policies: 'policies:read',
  queues: 'queues:read',
  rules: 'rules:read',
  transparency: 'exports:read',
  reviews: 'reviews:read',
  staff: 'staff:read',
  keys: 'keys:read',
  audit: 'audit:read',
  settings: 'settings:read',
  health: 'health:read',
  webhooks: 'webhooks:read',
  sessions: null,
}

/**
 * Who opens a socket, by the session cookie of the handshake, or null where nobody may: no valid session, or a page of
 * another site. Keys open no sockets. Asked again whenever the topic `sessions` names the person.
 */
export async function authenticateSocket(headers: IncomingHttpHeaders): Promise<Actor | null> {
  // Browsers send Origin with every websocket; a same-origin long poll (a GET) comes without.
  if (headers.origin !== undefined && !isOwnOrigin(headers.origin)) return null
  const found = await authenticateSession(getDb(), new Headers({ cookie: headers.cookie ?? '' }))
  return found?.actor ?? null
}

/** The topics whose hints this actor may hear; each is a room. */
export const topicsFor = (actor: Actor): Topic[] =>
  TOPICS.filter((topic) => {
    const permission = TOPIC_PERMISSION[topic]
    return permission !== null && isAllowed(actor, permission)
  })
