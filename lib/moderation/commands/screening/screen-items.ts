import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { type Actor, requirePermission, systemActor } from '@/lib/staff/actor'
import { matcherHost } from '../../engine/host'
import type { ItemInput } from '../../schema/items'
import type { ScreenedView } from '../../schema/screening'
import { withoutErased } from '../intake/erased-items'
import { type Acted, actOnItems } from './act-on-items'
import { type ActiveRules, readActiveRules } from './active-rules'
import { findSignals } from './find-signals'
import { type Match, recordHits } from './record-hits'

/** Items that the engine answers together: a thread that is asked for all 500 long ones at once would let others wait. */
const PIECE = 100

/**
 * Holds items against all rules that are live or in shadow. What a rule in shadow finds is written down and nothing else; a
 * live one opens or joins the item's case, and hides or mutes where it says so. All or none; answers in their order.
 * @throws DomainError `permission.denied`; `rules.busy`, `rules.timeout`, `rules.engine_failed` where the engine can't answer
 */
export async function screenItems(
  db: Db,
  actor: Actor,
  given: readonly ItemInput[],
  now: Date = new Date(),
): Promise<ScreenedView[]> {
  requirePermission(actor, 'items:write')
  return inTransaction(db, async (trx) => {
    const items = await withoutErased(trx, given)
    const active = await readActiveRules(trx)
    const signals = await findSignals(trx, items, active.needed, now)
    const matches = await matchAll(active, items, signals)
    const shadow = matches.filter(({ rule }) => rule.mode === 'shadow')
    const { acted, records } = await actOnItems(
      trx,
      matches.filter(({ rule }) => rule.mode === 'live'),
      now,
    )
    await recordHits(
      trx,
      [
        ...shadow.map((match) => ({ ...match, ...IN_SHADOW, revision: match.item.revision ?? 1 })),
        ...acted.map(({ noted }) => noted),
      ],
      now,
    )
    for (const record of records) await recordAudit(trx, systemActor, record)
    return toViews(given, matches, acted)
  })
}

const IN_SHADOW = { mode: 'shadow', caseId: null, opening: null, hasActed: false } as const

function toViews(items: readonly ItemInput[], matches: readonly Match[], acted: readonly Acted[]): ScreenedView[] {
  const views = items.map(({ id }): ScreenedView => ({ id, caseId: null, hits: [] }))
  const noted = new Map(acted.map((one) => [one.match, one.noted]))
  for (const match of matches) {
    const view = views[match.index]
    const { mode = 'shadow', caseId = null } = noted.get(match) ?? {}
    view?.hits.push({ ruleId: match.rule.ruleId, version: match.rule.version, mode })
    if (view && mode === 'live') view.caseId ??= caseId
  }
  return views
}

async function matchAll(
  { list, set }: ActiveRules,
  items: readonly ItemInput[],
  signals: Awaited<ReturnType<typeof findSignals>>,
): Promise<Match[]> {
  if (list.length === 0) return []
  const screened = items.map((item, index) => ({ text: textOf(item), signals: signals[index] ?? {} }))
  const matches: Match[] = []
  for (let first = 0; first < screened.length; first += PIECE) {
    const answers = await matcherHost().screen(set, screened.slice(first, first + PIECE), { hits: true })
    for (const [offset, { matched }] of answers.entries()) {
      const index = first + offset
      const item = items[index]
      for (const { rule: number, hits } of matched) {
        const rule = list[number]
        if (item && rule) matches.push({ index, item, text: screened[index]?.text ?? '', rule, hits })
      }
    }
  }
  return matches
}

/** A link says something by its address, a member by the name; each on a line of its own, behind what was written. */
const textOf = ({ text = '', url, name }: ItemInput): string => [text, url, name].filter(Boolean).join('\n')
