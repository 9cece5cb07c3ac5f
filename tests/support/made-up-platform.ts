import { onTestFinished } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { aReceiver, type ReceivedCall } from './receiver'
import { anEndpoint, deliverUntil } from './webhooks'

interface Told {
  type: string
  data: { action: { type: string; until?: string; reverses?: string }; item: { id: string } }
}

/** What a platform that does what it is told makes of an item and its author. */
export interface PlatformState {
  content: 'visible' | 'hidden' | 'removed'
  mutedUntil: string | null
}

const CONTENT: Record<string, PlatformState['content']> = {
  hide: 'hidden',
  remove: 'removed',
  restore: 'visible',
  keep: 'visible',
}

function apply(state: PlatformState, { type, until }: Told['data']['action']): void {
  const content = CONTENT[type]
  if (content) state.content = content
  if (type === 'mute') state.mutedUntil = until ?? null
  if (type === 'unmute') state.mutedUntil = null
}

/** A platform that carries out actions as they arrive; it ends with the test. */
export async function aPlatform(db: Db) {
  const states = new Map<string, PlatformState>()
  const calls: Told[] = []
  const receiver = await aReceiver((response, { body }: ReceivedCall) => {
    const told = JSON.parse(body) as Told
    calls.push(told)
    const { id } = told.data.item
    const state = states.get(id) ?? { content: 'visible', mutedUntil: null }
    apply(state, told.data.action)
    states.set(id, state)
    response.writeHead(200).end('{"status":"applied"}')
  })
  onTestFinished(() => receiver.close())
  const { id: endpointId } = await anEndpoint(db, receiver.url)
  return {
    /** What it was told, in the order of arrival. */
    calls,
    typesOf: (itemId: string) => calls.flatMap(({ data }) => (data.item.id === itemId ? [data.action.type] : [])),
    stateOf: (itemId: string): PlatformState => states.get(itemId) ?? { content: 'visible', mutedUntil: null },
    /** Delivers what is due until an instant, in its order. */
    async hearUntil(until: Date): Promise<void> {
      const rows = await db.selectFrom('webhook_delivery').select('id').where('endpoint_id', '=', endpointId).execute()
      if (rows.length > 0)
        await deliverUntil(
          db,
          rows.map(({ id }) => id),
          { until },
        )
    },
  }
}
