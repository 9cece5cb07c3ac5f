import { onTestFinished } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { aReceiver, type ReceivedCall } from './receiver'
import { anEndpoint, deliverUntil } from './webhooks'

interface Told {
  type: string
  data: {
    action: { type: string; until?: string; reverses?: string }
    item: { id: string }
    member: { id: string } | null
  }
}

/** What a platform that does what it is told makes of an item and its author. */
export interface PlatformState {
  content: 'visible' | 'hidden' | 'removed'
  mutedUntil: string | null
  suspendedUntil: string | null
  isBanned: boolean
}

type AuthorState = Omit<PlatformState, 'content'>
const UNTOLD: AuthorState = { mutedUntil: null, suspendedUntil: null, isBanned: false }

const CONTENT: Record<string, PlatformState['content']> = {
  hide: 'hidden',
  remove: 'removed',
  restore: 'visible',
  keep: 'visible',
}

const AUTHOR: Record<string, (until: string | null) => Partial<AuthorState>> = {
  mute: (mutedUntil) => ({ mutedUntil }),
  unmute: () => ({ mutedUntil: null }),
  suspend: (suspendedUntil) => ({ suspendedUntil }),
  unsuspend: () => ({ suspendedUntil: null }),
  ban: () => ({ isBanned: true }),
  unban: () => ({ isBanned: false }),
}

/** A platform that carries out actions as they arrive; it ends with the test. */
export async function aPlatform(db: Db) {
  const contents = new Map<string, PlatformState['content']>()
  const authors = new Map<string, AuthorState>()
  const calls: Told[] = []
  const receiver = await aReceiver((response, { body }: ReceivedCall) => {
    const told = JSON.parse(body) as Told
    calls.push(told)
    const { item, member, action } = told.data
    const content = CONTENT[action.type]
    if (content) contents.set(item.id, content)
    if (member) {
      const change = AUTHOR[action.type]?.(action.until ?? null)
      authors.set(member.id, { ...(authors.get(member.id) ?? UNTOLD), ...change })
    }
    response.writeHead(200).end('{"status":"applied"}')
  })
  onTestFinished(() => receiver.close())
  const { id: endpointId } = await anEndpoint(db, receiver.url)
  return {
    /** What it was told, in the order of arrival. */
    calls,
    typesOf: (itemId: string) => calls.flatMap(({ data }) => (data.item.id === itemId ? [data.action.type] : [])),
    stateOf: (item: { id: string; author?: { id: string } | null | undefined }): PlatformState => ({
      content: contents.get(item.id) ?? 'visible',
      ...(authors.get(item.author?.id ?? '') ?? UNTOLD),
    }),
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
