import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Db } from '@/lib/core/db/types'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { systemActor } from '@/lib/staff/actor'
import { createEndpoint } from '@/lib/webhooks/commands/create-endpoint'
import { PRESELECTED_EVENTS } from '@/lib/webhooks/events'

const PATH = '/guildhall'
const BODY_MAX = 256 * 1_024

/** The made-up platform listens beside web and worker, on loopback alone. */
const platformPort = (): number => env().workerPort + 1
/** As it has to be listed for webhooks to be sent there. */
export const platformHost = (): string => `localhost:${platformPort()}`
const platformUrl = (): string => `http://${platformHost()}${PATH}`

/**
 * A platform that takes what is decided, so that deliveries of the demo arrive somewhere. It knows no links, and refuses what is
 * done to one. @returns ends it
 */
export function startPlatform(): () => void {
  let taken = 0
  const server = createServer(async (request, response) => {
    const item = await readItemType(request)
    if (item === 'link') return answer(response, 422, { status: 'rejected' })
    taken += 1
    answer(response, 200, { status: 'applied', externalId: `act-${1_000 + taken}` })
  })
  // Without it deliveries are tried again and again, which is worth seeing, too.
  server.on('error', (error) => log.warn({ error: error.message }, 'the demo platform is not listening'))
  server.listen(platformPort(), '127.0.0.1')
  return () => {
    server.close()
    server.closeAllConnections()
  }
}

/** Has decisions sent to the made-up platform, wherever it listens this time. */
export async function connectPlatform(db: Db): Promise<void> {
  const url = platformUrl()
  const known = await db
    .selectFrom('webhook_endpoint')
    .select(['id', 'url'])
    .where('created_by', '=', 'system')
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!known) await createEndpoint(db, systemActor, { url, events: [...PRESELECTED_EVENTS] })
  else if (known.url !== url) await db.updateTable('webhook_endpoint').set({ url }).where('id', '=', known.id).execute()
}

async function readItemType(request: IncomingMessage): Promise<string | null> {
  let body = ''
  for await (const chunk of request as AsyncIterable<Buffer>) {
    body += chunk.toString()
    if (body.length > BODY_MAX) return null
  }
  try {
    const { data } = JSON.parse(body) as { data?: { item?: { type?: string } } }
    return data?.item?.type ?? null
  } catch {
    return null
  }
}

const answer = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
