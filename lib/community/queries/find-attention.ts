import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { AttentionItem } from '@/lib/domain'

/** The first import, while there is nothing of the community's past. */
export async function findAttention(db: ReadDb): Promise<AttentionItem[]> {
  const { rows } = await sql<{ isEmpty: boolean }>`select not exists (select from sample)
    and not exists (select from message) and not exists (select from rollup_hour) as "isEmpty"`.execute(db)
  if (!rows[0]?.isEmpty) return []
  return [
    {
      id: 'no-data',
      tone: 'step',
      title: 'No message history yet',
      detail: 'Import the community’s messages to show past years on the charts.',
      href: '/operations/imports',
      action: 'Import messages',
    },
  ]
}
