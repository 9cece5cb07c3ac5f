import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { env } from '@/lib/core/env'
import { makeLink, revokeLinks } from '@/lib/core/links/links'
import { actorRef, systemActor } from '../actor'
import { invitationLinks, SETUP_LIFE_MS } from '../links'
import { hasOperator } from '../queries/has-operator'

/**
 * A link with which the first operator makes their account, or null where an operator exists. Only the newest link works:
 * earlier ones are revoked. Its token stands after the `#`, which browsers send to no server, so that no log ever holds it.
 */
export async function issueSetupLink(db: Db): Promise<string | null> {
  return inTransaction(db, async (trx) => {
    await lockSetup(trx)
    if (await hasOperator(trx)) return null
    const earlier = await trx.selectFrom('invitation').select('id').where('kind', '=', 'setup').execute()
    await revokeLinks(
      trx,
      invitationLinks,
      earlier.map(({ id }) => id),
    )
    const { id } = await trx
      .insertInto('invitation')
      .values({ kind: 'setup', role: 'operator' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const { secret } = await makeLink(trx, invitationLinks, {
      ...{ subjectId: id, createdBy: actorRef(systemActor), lifeMs: SETUP_LIFE_MS },
    })
    await recordAudit(trx, systemActor, { action: 'setup_link.issued', targetKind: 'invitation', target: id })
    return `${env().url}/setup#${secret}`
  })
}

/** Issuing and using set-up links take turns, so that there is never a second first operator. */
export const lockSetup = (trx: Trx) => sql`select pg_advisory_xact_lock(hashtext('setup'))`.execute(trx)
