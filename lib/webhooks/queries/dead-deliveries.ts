import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { countOf } from '@/lib/core/text'
import type { AttentionItem, HealthFinding } from '@/lib/domain'
import { DEAD_COUNT_MAX } from '../terms'

/** Deliveries that were given up and can be replayed, of endpoints that are still there; counted up to DEAD_COUNT_MAX. */
export async function countDeadDeliveries(db: ReadDb): Promise<number> {
  const { rows } = await sql<{ dead: number }>`
    select count(*)::int as dead from (
      select from webhook_endpoint as endpoint
      cross join lateral (
        select from webhook_delivery
        where endpoint_id = endpoint.id and state = 'dead' and forgotten_at is null limit ${DEAD_COUNT_MAX}
      ) as delivery
      where endpoint.deleted_at is null limit ${DEAD_COUNT_MAX}
    ) as counted`.execute(db)
  return rows[0]?.dead ?? 0
}

const wordsOf = (dead: number): string =>
  dead >= DEAD_COUNT_MAX ? `${DEAD_COUNT_MAX} or more deliveries` : countOf(dead, 'delivery', 'deliveries')

/** Whether everything that webhooks had to bring arrived or is still being tried. */
export async function checkDeliveries(db: ReadDb): Promise<HealthFinding> {
  const dead = await countDeadDeliveries(db)
  if (dead === 0) return { state: 'ok', detail: 'All deliveries arrived or are being retried.', href: null }
  return {
    state: 'warning',
    detail: `${wordsOf(dead)} failed and won’t be retried until someone replays them.`,
    href: '/operations/webhooks',
  }
}

/** Deliveries that the receiver does not have. */
export async function findAttention(db: ReadDb): Promise<AttentionItem[]> {
  const dead = await countDeadDeliveries(db)
  if (dead === 0) return []
  return [
    {
      id: 'dead-deliveries',
      tone: 'warn',
      title: `${wordsOf(dead)} failed`,
      detail: 'The receiver didn’t accept them. Replay them to send them again.',
      href: '/operations/webhooks',
      action: 'View webhooks',
    },
  ]
}
