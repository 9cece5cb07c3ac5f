import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { z } from 'zod'
import { log } from '../log'
import { CHANGE_CHANNEL } from './publish'
import type { Change, Topic } from './topics'

const RETRY_MS = 500
const PING_MS = 5_000

/** Nothing that could be the name of somebody's own room (rooms.ts). */
const changeSchema = z.object({
  topic: z
    .string()
    .regex(/^[a-z][a-z-]*$/)
    .transform((name) => name as Topic),
  id: z.string().nullable(),
})

export interface Listener {
  close(): Promise<void>
}

/**
 * Hears the announcements of all processes on a connection of its own and keeps that connection up. Announcements made
 * while it is down are lost, so after each reconnect `onReconnect` is called and the caller rereads what it holds.
 */
export async function listenForChanges(
  connectionString: string,
  handlers: { onChange: (change: Change) => void; onReconnect: () => void },
): Promise<Listener> {
  let closed = false
  let client: Client | undefined

  const connect = async (): Promise<void> => {
    const next = new Client({
      connectionString,
      application_name: 'guildhall listen',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    next.on('notification', ({ payload }) => {
      const change = changeSchema.safeParse(parseJson(payload))
      if (change.success) handlers.onChange(change.data)
    })
    next.on('error', (error) => log.warn({ error: error.message }, 'lost the connection that listens for changes'))
    next.once('end', () => {
      if (client !== next) return
      client = undefined
      if (!closed) void reconnect()
    })
    await next.connect()
    client = next
    await next.query(`listen ${CHANGE_CHANNEL}`)
  }

  const reconnect = async (): Promise<void> => {
    while (!closed) {
      try {
        await connect()
        handlers.onReconnect()
        return
      } catch {
        await client?.end().catch(() => undefined)
        client = undefined
        await delay(RETRY_MS)
      }
    }
  }

  // A database that is not there yet is waited for in the background, like one that went away.
  await connect().catch(() => void reconnect())
  // A connection cut without a word (a power loss at the other end) is found by asking.
  const ping = setInterval(() => client?.query('select 1').catch(() => client?.end().catch(() => undefined)), PING_MS)
  ping.unref()
  return {
    async close() {
      closed = true
      clearInterval(ping)
      await client?.end().catch(() => undefined)
    },
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
