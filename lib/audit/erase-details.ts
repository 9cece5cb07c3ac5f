import type { Trx } from '@/lib/core/db/types'
import type { ErasedPerson } from '@/lib/domain'
import type { Actor } from '@/lib/staff/actor'
import { eraseMemberDetails } from './commands'

/** What entries say about a person goes; that there was an entry stays. */
export async function eraseDetails(trx: Trx, { ids }: ErasedPerson, actor: Actor): Promise<undefined> {
  for (const id of ids) await eraseMemberDetails(trx, actor, id)
}
