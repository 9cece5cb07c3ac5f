import type { ReadDb } from '@/lib/core/db/types'
import type { AttentionItem } from '@/lib/domain'
import { DOMAINS } from '@/lib/domains'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import type { AttentionView } from '../schema'

const SOURCES = DOMAINS.flatMap(({ attention = [] }) => attention)
const WORST_FIRST: readonly AttentionItem['tone'][] = ['danger', 'warn', 'step']

/** What changes the list. */
export const ATTENTION_TOPICS = [...new Set(SOURCES.flatMap(({ topics }) => topics))]

/** What somebody should look at, of all domains that the caller may read, the worst first. */
export async function getAttention(db: ReadDb, actor: Actor, now: Date): Promise<AttentionView> {
  const found = await Promise.all(
    SOURCES.filter(({ permission }) => isAllowed(actor, permission)).map(async ({ load }) => {
      const find = await load()
      return find(db, actor, now)
    }),
  )
  const items = found.flat()
  return { items: WORST_FIRST.flatMap((tone) => items.filter((item) => item.tone === tone)) }
}
