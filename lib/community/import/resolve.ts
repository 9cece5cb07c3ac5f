import { sql } from 'kysely'
import { ensurePartitions } from '@/lib/core/db/partitions'
import type { Session } from '@/lib/core/db/session'
import { inTransaction } from '@/lib/core/db/transaction'
import { storeChannels, storeMembers } from '../entities'
import { eraseStagedRows, lockErasureShared } from '../erased'

/**
 * Makes the members and channels that the kept lines name, the channels named after their latest message, and the months that
 * they fall in; then puts the lines in the order in which they were sent, where a batch fills few months, days and
 * index pages, into the temporary table `incoming`.
 */
export async function resolveNames({ db }: Session, originId: number): Promise<void> {
  await inTransaction(db, async (trx) => {
    await lockErasureShared(trx)
    await eraseStagedRows(trx, originId)
    await storeMembers(
      trx,
      originId,
      sql`select distinct on (member) member as external_id, member_name as name
        from (select member, member_name, max(sent_at) as last_at, max(n) as n from last_line group by 1, 2) as named
        order by member, member_name is null, last_at desc, n desc`,
    )
    // Kept by number: a member who is erased from here on loses the id that the lines know.
    await sql`create temporary table line_member as
      select member.external_id as member, member.id from member
      join (select distinct member from last_line) as line on line.member = member.external_id
      where member.origin_id = ${originId}`.execute(trx)
  })
  await inTransaction(db, (trx) =>
    storeChannels(
      trx,
      originId,
      sql`select distinct on (channel) channel as external_id, channel_name as name, named_at
        from (select channel, channel_name, max(sent_at) as named_at, max(n) as n from last_line group by 1, 2) as named
        order by channel, channel_name is null, named_at desc, n desc`,
    ),
  )
  const { rows } = await sql<{ month: Date }>`
    select distinct date_trunc('month', sent_at, 'UTC') as month from last_line`.execute(db)
  for (const { month } of rows) await ensurePartitions(db, 'message', month, month)
  await sql`create temporary table incoming as
    select row_number() over (order by last_line.sent_at, last_line.external_id) as place, last_line.external_id,
      line_member.id as member_id, channel.id as channel_id, last_line.sent_at, last_line.topic, last_line.text,
      coalesce(last_line.length, char_length(last_line.text)) as length
    from last_line
    join line_member using (member)
    join channel on channel.origin_id = ${originId} and channel.external_id = last_line.channel`.execute(db)
  await sql`drop table last_line, line_member`.execute(db)
  await sql`create unique index on incoming (place)`.execute(db)
  await sql`analyze incoming`.execute(db)
}
