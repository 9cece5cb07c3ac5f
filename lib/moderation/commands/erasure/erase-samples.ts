import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'

/** Samples are the beginnings of texts, by characters of another kind than the database's: so much of both is compared. */
const COMPARED = 1_900

/**
 * Takes the texts of members out of what backtests show as samples: they hold no author, so that texts are told by themselves.
 * Has to come before the texts are gone from the cases.
 */
export async function eraseSamples(trx: Trx, memberIds: readonly number[]): Promise<void> {
  const cases = sql`select id from moderation_case where member_id = any(${memberIds}::bigint[])`
  await sql`
    with said as materialized (
      select left(content ->> 'text', ${sql.lit(COMPARED)}) as text from moderation_case where id in (${cases})
      union
      select left(content ->> 'text', ${sql.lit(COMPARED)}) from moderation_evidence where case_id in (${cases})
    ), tested as (
      select id, result from rule_backtest where result is not null and exists (select from said where text <> '')
    )
    update rule_backtest as self set result = tested.result
      || jsonb_build_object('falsePositives', ${others(sql`tested.result -> 'falsePositives'`, sql`sample ->> 'text'`)},
        'falseNegatives', ${others(sql`tested.result -> 'falseNegatives'`, sql`sample #>> '{}'`)})
      || case when jsonb_typeof(tested.result -> 'diff') = 'object' then jsonb_build_object('diff', (tested.result -> 'diff')
        || jsonb_build_object('gainedTexts', ${others(sql`tested.result #> '{diff,gainedTexts}'`, sql`sample #>> '{}'`)},
          'lostTexts', ${others(sql`tested.result #> '{diff,lostTexts}'`, sql`sample #>> '{}'`)})) else '{}' end
    from tested where tested.id = self.id`.execute(trx)
}

/** The samples of a list whose text nobody of them said. */
const others = (list: RawBuilder<unknown>, text: RawBuilder<unknown>) => sql`(
  select coalesce(jsonb_agg(sample order by place), '[]')
  from jsonb_array_elements(${list}) with ordinality as each (sample, place)
  where not exists (select from said where said.text = left(${text}, ${sql.lit(COMPARED)}))
)`

/** Takes out what windows of rules count by the platform's id of a member. */
export async function eraseScreened(trx: Trx, externalId: string): Promise<void> {
  await sql`delete from screened_item where author = ${externalId}
    or (item_type = 'member' and item_id = ${externalId})`.execute(trx)
}
