import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { createRule } from '@/lib/moderation/commands/manage-rules'
import { ruleInput } from '@/lib/moderation/schema/automatic-rules'
import { systemActor } from '@/lib/staff/actor'

/** What the made-up community's rules look for, and how the texts that they find begin. */
const RULES = [
  { name: 'Free skins and quick money', words: ['free skins', 'a day from your sofa'], severity: 3 },
  { name: 'Invites elsewhere', words: ['much better server', 'invite.example'], severity: 2 },
  { name: 'Selling outside of #trading', words: ['selling', '400 each'], severity: 1 },
] as const

/**
 * Rules that are live, with what they would have hit of the cases that are there. What they found is written straight into its
 * table: screening two months of messages would take longer than the demo may.
 */
export async function makeRules(db: Db): Promise<void> {
  for (const { name, words, severity } of RULES) {
    const { id } = await createRule(
      db,
      systemActor,
      ruleInput.parse({
        name,
        when: { any: [{ kind: 'keywords', words: [...words], match: 'substring', normalise: false }] },
        // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
        then: [{ type: 'openCase', severity }],
      }),
    )
    await db.updateTable('moderation_rule').set({ live_version: 1 }).where('id', '=', id).execute()
    await sql`
      insert into rule_hit (rule_id, version, mode, item_type, item_id, item_revision, text_hash, text, case_id, opening, member_id,
        has_acted, at)
      select ${id}::uuid, 1, 'live', item_type, item_id, item_revision, sha256(convert_to(content ->> 'text', 'UTF8')),
        content ->> 'text', id, opening, member_id, true, opened_at
      from moderation_case as self
      where exists (select from unnest(${[...words]}::text[]) as word where self.content ->> 'text' ilike '%' || word || '%')
      on conflict on constraint rule_hit_once do nothing`.execute(db)
  }
}
