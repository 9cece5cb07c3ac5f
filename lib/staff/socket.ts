import type { IncomingHttpHeaders } from 'node:http'
import { getDb } from '@/lib/core/db/client'
import { isOwnOrigin } from '@/lib/core/http/same-origin'
import { TOPIC_PERMISSIONS, type Topic } from '../domains.shared'
import { type Actor, isAllowed } from './actor'
import { authenticateSession } from './sessions'

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
  (Object.keys(TOPIC_PERMISSIONS) as Topic[]).filter((topic) => {
    const permission = TOPIC_PERMISSIONS[topic]
    return permission !== null && isAllowed(actor, permission)
  })
