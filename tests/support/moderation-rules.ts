import { randomUUID } from 'node:crypto'
import type { Db } from '@/lib/core/db/types'
import { createRule } from '@/lib/moderation/commands/manage-rules'
import type { RuleBody } from '@/lib/moderation/engine/schema'
import { type RuleInput, ruleInput } from '@/lib/moderation/schema/automatic-rules'
import { type ItemInput, itemInput } from '@/lib/moderation/schema/items'
import { cliActor } from '@/lib/staff/actor'

interface GivenRule {
  name?: string
  when?: unknown
  actions?: RuleBody['then']
  dailyCap?: number
}

/** A rule as it is written: it finds a word of its own unless it is given conditions. */
export const aRuleInput = ({ name = 'A rule', when, actions, dailyCap }: GivenRule = {}): RuleInput =>
  ruleInput.parse({
    name,
    when: when ?? { any: [{ kind: 'keywords', words: [`word-${randomUUID().slice(0, 8)}`] }] },
    // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
    then: actions ?? [{ type: 'openCase', severity: 3 }],
    ...(dailyCap === undefined ? {} : { dailyCap }),
  })

/** A rule that is in a mode already, however untested: written straight into its row. Answers its id. */
export async function aRule(db: Db, mode: 'draft' | 'shadow' | 'live', given: GivenRule = {}): Promise<string> {
  const { id } = await createRule(db, cliActor, aRuleInput(given))
  await db
    .updateTable('moderation_rule')
    .set(
      mode === 'live'
        ? { live_version: 1 }
        : mode === 'shadow'
          ? { shadow_version: 1, shadow_since: new Date() }
          : { live_version: null },
    )
    .where('id', '=', id)
    .execute()
  return id
}

export const words = (...list: string[]) => ({ any: [{ kind: 'keywords', words: list }] })

/** An item as a platform would send it; each call another one unless its id is given. */
export function anItem(given: Partial<ItemInput> = {}): ItemInput {
  const id = randomUUID().slice(0, 8)
  return itemInput.parse({
    type: 'message',
    id: `m-${id}`,
    text: 'hello',
    author: { id: `author-${id}` },
    ...given,
  })
}
