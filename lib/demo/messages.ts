import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { activityLevel, type HistoryRange, stepsOf, uniform } from './shape'
import { CHANNELS, ENDINGS, FEATURES, OPENINGS, SUBJECTS } from './words'

/** Only what the text retention would keep has words. */
const TEXT_DAYS = 14

/** Rank of the member who does row `k` at an instant: newcomers and old hands both, whoever had joined by then. */
export const memberRank = (
  seed: number,
  purpose: number,
  key: ReturnType<typeof sql.ref>,
  at: ReturnType<typeof sql.ref>,
  span: HistoryRange,
) => {
  const joined = sql`(${span.size.founders} + ${span.size.members - span.size.founders} * power(greatest(0, extract(epoch from ${at} - ${span.start}::timestamptz)::double precision
    / extract(epoch from ${span.now}::timestamptz - ${span.start}::timestamptz)::double precision), 1.25))`
  const u = uniform(seed, purpose, key)
  return sql<number>`greatest(1, least(${span.size.members}, floor(case when ${uniform(seed, purpose + 1, key)} < 0.35
    then ${joined} * (1 - 0.22 * power(${u}, 1.5)) else ${joined} * power(${u}, 2.1) end)))::int`
}

/** Makes the messages of a span and answers how many. */
export async function createMessages(trx: Trx, span: HistoryRange): Promise<number> {
  const { seed } = span
  const key = sql.ref('k')
  const pick = (words: readonly string[], purpose: number) =>
    sql`(${words}::text[])[1 + floor(${uniform(seed, purpose, key)} * ${words.length})::int]`
  const { rows } = await sql<{ made: number }>`
    with hours as (
      select at, floor(${span.size.messagesPerHour} * ${activityLevel(sql.ref('at'), span.start, span.now, 0.62)}
        * (0.8 + 0.4 * ${uniform(seed, 10, sql`extract(epoch from at)::bigint`)}) + ${uniform(seed, 11, sql`extract(epoch from at)::bigint`)})::int as n
      from ${stepsOf(span, 3_600)}),
    keyed as (select at, (extract(epoch from at)::double precision / 3600)::bigint * 100000 + i as k from hours, generate_series(1, n) as i),
    drawn as materialized (
      select k, at + interval '1 hour' * ${uniform(seed, 12, key)} as sent_at, ${memberRank(seed, 13, key, sql.ref('at'), span)} as rank,
        1 + floor(${CHANNELS.length} * power(${uniform(seed, 15, key)}, 2.4))::int as channel_rank from keyed),
    made as materialized (
      select nextval('message_id_seq') as id, d.k, d.sent_at, c.id as channel_id, m.id as member_id
      from drawn d join demo_member m using (rank) join channel c on c.external_id = 'channel-' || d.channel_rank
      where d.sent_at <= ${span.now} and (m.gone_at is null or d.sent_at < m.gone_at)),
    keys as (
      insert into message_key (origin_id, external_id, message_id, sent_at)
      select (select id from origin where name = 'demo'), 'message-' || k, id, sent_at from made),
    written as (
      insert into message (id, sent_at, channel_id, member_id, topic, length, text)
      select id, sent_at, channel_id, member_id, 'topic-' || (k / 700000) || '-' || (k % 5),
        (8 - 90 * ln(1 - ${uniform(seed, 16, key)}))::int,
        case when sent_at > ${span.now}::timestamptz - interval '1 day' * ${TEXT_DAYS}
          then ${pick(OPENINGS, 17)} || ' ' || ${pick(SUBJECTS, 18)} || ' ' || ${pick(ENDINGS, 19)} end
      from made returning 1)
    select count(*)::int as made from written`.execute(trx)
  return rows[0]?.made ?? 0
}

/** Makes the uses of features of a span. */
export async function createFeatureUsage(trx: Trx, span: HistoryRange): Promise<void> {
  const { seed } = span
  const key = sql.ref('k')
  await sql`
    with hours as (
      select at, floor(4 * ${activityLevel(sql.ref('at'), span.start, span.now, 1.2)} + ${uniform(seed, 20, sql`extract(epoch from at)::bigint`)})::int as n
      from ${stepsOf(span, 3_600)}),
    drawn as (
      select k, at + interval '1 hour' * ${uniform(seed, 21, key)} as at, ${memberRank(seed, 22, key, sql.ref('at'), span)} as rank
      from (select at, (extract(epoch from at)::double precision / 3600)::bigint * 100000 + i as k from hours, generate_series(1, n) as i) as keyed)
    insert into feature_usage (origin_id, external_id, at, member_id, feature)
    select (select id from origin where name = 'demo'), 'use-' || k, d.at, m.id,
      (${FEATURES}::text[])[1 + floor(${FEATURES.length} * power(${uniform(seed, 24, key)}, 1.7))::int]
    from drawn d join demo_member m using (rank) where d.at <= ${span.now} and (m.gone_at is null or d.at < m.gone_at)`.execute(
    trx,
  )
}
