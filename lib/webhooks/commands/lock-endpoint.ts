import type { Selectable } from 'kysely'
import type { DB } from '@/lib/core/db/schema.generated'
import type { Trx } from '@/lib/core/db/types'
import { conflict, notFound } from '@/lib/core/errors'

export type EndpointRow = Selectable<DB['webhook_endpoint']>

/** The endpoint, held until the transaction ends. @throws DomainError `webhook.not_found` */
export async function lockEndpoint(trx: Trx, id: string): Promise<EndpointRow> {
  const row = await trx
    .selectFrom('webhook_endpoint')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('webhook', id)
  return row
}

/** Nobody overwrites what they haven't seen. @throws DomainError `webhook.changed` (conflict, with the present `version`) */
export function requireVersion(row: EndpointRow, version: number): void {
  if (row.version === version) return
  throw conflict('webhook.changed', 'Someone else changed this webhook after you opened it. Reload it and try again.', {
    version: row.version,
  })
}

/** What the audit log keeps of an endpoint: never its secrets. */
export const auditableFields = (row: Pick<EndpointRow, 'url' | 'events' | 'disabled_at' | 'disabled_reason'>) => ({
  name: row.url,
  events: row.events,
  enabled: row.disabled_at === null,
  disabledReason: row.disabled_reason,
})
