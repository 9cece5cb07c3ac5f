import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission, systemActor } from '@/lib/staff/actor'
import type { ItemInput } from '../../schema/items'
import type { ScreenedView } from '../../schema/screening'
import { withoutErased } from '../intake/erased-items'
import { type Acted, actOnItems } from './act-on-items'
import { readActiveRules } from './active-rules'
import { findSignals } from './find-signals'
import { type ClassifierSignals, matchItems, scoreWithClassifiers, type Undecided } from './match-items'
import { type Match, recordHits } from './record-hits'
import { recordUndecided } from './record-undecided'

/**
 * Holds items against all rules that are live or in shadow. What a rule in shadow finds is written down and nothing else; a
 * live one opens or joins the item's case, and hides or mutes where it says so. All or none; answers in their order.
 * @param classified what scoreWithClassifiers() answered, for who has a transaction open: else they are asked here, before one begins
 * @throws DomainError `permission.denied`; `rules.busy`, `rules.timeout`, `rules.engine_failed` where the engine can't answer
 */
export async function screenItems(
  db: Db,
  actor: Actor,
  given: readonly ItemInput[],
  now: Date = new Date(),
  classified?: readonly ClassifierSignals[],
): Promise<ScreenedView[]> {
  requirePermission(actor, 'items:write')
  const said = classified ?? (await scoreWithClassifiers(db, given, now))
  return inTransaction(db, async (trx) => {
    const items = await withoutErased(trx, given)
    const active = await readActiveRules(trx)
    const signals = await findSignals(trx, items, active.needed, now)
    const { matches, undecided } = await matchItems(
      active,
      items,
      signals.map((found, index) => ({ ...found, ...said[index] })),
    )
    const shadow = matches.filter(({ rule }) => rule.mode === 'shadow')
    const { acted, records } = await actOnItems(
      trx,
      matches.filter(({ rule }) => rule.mode === 'live'),
      now,
    )
    await noteHits(trx, { shadow, acted, undecided, now })
    for (const record of records) await recordAudit(trx, systemActor, record)
    return toViews(given, matches, acted, undecided)
  })
}

const IN_SHADOW = { mode: 'shadow', caseId: null, opening: null, hasActed: false } as const

interface Noted {
  shadow: readonly Match[]
  acted: readonly Acted[]
  undecided: readonly Undecided[]
  now: Date
}

/** Whoever looks at the rules sees it at once: hits of rules in shadow, too, which change nothing else. */
async function noteHits(trx: Trx, { shadow, acted, undecided, now }: Noted): Promise<void> {
  const fresh = await recordHits(
    trx,
    [
      ...shadow.map((match) => ({ ...match, ...IN_SHADOW, revision: match.item.revision ?? 1 })),
      ...acted.map(({ noted }) => noted),
    ],
    now,
  )
  await recordUndecided(trx, undecided, now)
  if (fresh > 0) await publishChange(trx, { topic: 'rules' })
}

function toViews(
  items: readonly ItemInput[],
  matches: readonly Match[],
  acted: readonly Acted[],
  undecided: readonly Undecided[],
): ScreenedView[] {
  const views = items.map(({ id }): ScreenedView => ({ id, caseId: null, hits: [] }))
  const noted = new Map(acted.map((one) => [one.match, one.noted]))
  for (const match of matches) {
    const view = views[match.index]
    const { mode = 'shadow', caseId = null } = noted.get(match) ?? {}
    view?.hits.push({ ruleId: match.rule.ruleId, version: match.rule.version, mode })
    if (view && mode === 'live') view.caseId ??= caseId
  }
  for (const { index, rule, missing } of undecided) {
    const view = views[index]
    if (!view) continue
    view.undecided = [...(view.undecided ?? []), { ruleId: rule.ruleId, version: rule.version, missing: [...missing] }]
  }
  return views
}
