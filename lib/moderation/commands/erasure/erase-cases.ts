import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { removeLinksAbout } from '@/lib/core/links/links'
import { appealLinks } from '../../links'
import { eraseMediaOf } from '../media/delete-media'

/** An item of which nothing is kept, as its content is stored. */
export const NO_CONTENT = sql.raw(`'{"text":null,"url":null,"name":null,"createdAt":null}'::jsonb`)
export const NO_CONTEXT = sql.raw(`'{"before":[],"after":[]}'::jsonb`)

/** Of a text that is gone no hash may tell what it was; one of its own for each row keeps them unique. */
const noHash = (id: RawBuilder<unknown>) => sql`sha256(('erased ' || ${id})::bytea)`

/**
 * Takes out of cases what was seen, said and noted: the item's content, the evidence, the words of reports, notes, decisions and
 * appeals. That there were so many, when, and what was decided stays. Their members are erased already. Doing it again finds
 * nothing to do.
 */
export async function eraseCases(trx: Trx, caseIds: readonly number[]): Promise<void> {
  if (caseIds.length === 0) return
  const ids = sql`${caseIds}::bigint[]`
  const decisions = sql`select id from moderation_decision where case_id = any(${ids})`
  const statements = [
    sql`update moderation_case set content = ${NO_CONTENT}, has_evidence = false where id = any(${ids}) and has_evidence`,
    sql`update moderation_evidence set content = ${NO_CONTENT}, context = ${NO_CONTEXT}, context_members = '{}',
      content_hash = ${noHash(sql`id`)}
      where case_id = any(${ids}) and (content <> ${NO_CONTENT} or context <> ${NO_CONTEXT})`,
    sql`update moderation_report set reason = '', comment = '' where case_id = any(${ids}) and (reason <> '' or comment <> '')`,
    sql`delete from case_note where case_id = any(${ids})`,
    sql`update case_skip set reason = '' where case_id = any(${ids}) and reason <> ''`,
    sql`update rule_hit set text = null, hits = '[]', text_hash = ${noHash(sql`id`)}
      where case_id = any(${ids}) and text is not null`,
    sql`update appeal set text = '', reason = case when reason is not null then '' end
      where decision_id in (${decisions}) and (text <> '' or reason <> '')`,
    sql`select erase_decision_words(member_id) from (
      select distinct member_id from moderation_case where id = any(${ids}) and member_id is not null
    ) as one`,
  ]
  for (const statement of statements) await statement.execute(trx)
  const { rows } = await sql<{ id: string }>`${decisions}`.execute(trx)
  await removeLinksAbout(
    trx,
    appealLinks.subjectKind,
    rows.map(({ id }) => id),
  )
  await eraseMediaOf(trx, caseIds)
}

/**
 * Takes out what members said elsewhere than in cases of their own: reports that they made, lines of theirs that stand around
 * somebody else's message, and what rules found in their texts.
 */
export async function eraseOtherMentions(trx: Trx, memberIds: readonly number[]): Promise<void> {
  const ids = sql`${memberIds}::bigint[]`
  const kept = (side: 'before' | 'after') => sql`(
    select coalesce(jsonb_agg(line order by place), '[]')
    from jsonb_array_elements(context -> ${sql.lit(side)}) with ordinality as each (line, place)
    where coalesce((line ->> 'memberId')::bigint, 0) <> all(${ids})
  )`
  const statements = [
    sql`update moderation_report set reason = '', comment = '' where reporter_id = any(${ids}) and (reason <> '' or comment <> '')`,
    sql`update moderation_evidence set context = jsonb_build_object('before', ${kept('before')}, 'after', ${kept('after')}),
      context_members = array(select member from unnest(context_members) as member where member <> all(${ids}))
      where context_members && ${ids} and context_members <> '{}'`,
    sql`update rule_hit set text = null, hits = '[]', text_hash = ${noHash(sql`id`)}
      where member_id = any(${ids}) and text is not null`,
    sql`update appeal set text = '' where member_id = any(${ids}) and text <> ''`,
    // Kept for a day at most, and asked for again: what of it is theirs nobody knows.
    sql`delete from classifier_answer`,
  ]
  for (const statement of statements) await statement.execute(trx)
}

/**
 * A case or a finding about a member themself goes by the platform's id of the member: their pseudonym takes its place, so that
 * the next report about them finds the same case.
 */
export async function renameMemberItems(trx: Trx, memberIds: readonly number[], pseudonym: string): Promise<void> {
  for (const table of ['moderation_case', 'rule_hit'])
    await sql`update ${sql.table(table)} set item_id = ${pseudonym}
      where member_id = any(${memberIds}::bigint[]) and item_type = 'member' and item_id <> ${pseudonym}`.execute(trx)
}
