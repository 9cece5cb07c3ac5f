import type { ReadDb } from '@/lib/core/db/types'
import { getSettings } from '@/lib/settings/queries'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import { wilsonInterval } from '../../engine/backtest'
import { agreementOf, NO_VIOLATION, type Pair } from '../../rules/agreement'
import { periodOf } from '../../rules/insight'
import type { InsightQuery, InsightView, ShareView } from '../../schema/insight'
import { readAppeals, readReporters } from './appeals-and-reporters'
import { readBacklog } from './backlog'
import { type DecisionRow, type JudgementRow, readDecisions, readJudgements } from './decision-figures'
import type { DecisionScope } from './made-decisions'
import { readRulePrecision } from './rule-precision'

/**
 * The figures of moderation in a period of local days of the community; docs/moderation-insight.md says what each is. Who best
 * and worst reporters are is left out for those who may not know who reported.
 */
export async function getInsight(
  db: ReadDb,
  actor: Actor,
  { from, to, queue }: InsightQuery,
  now: Date = new Date(),
): Promise<InsightView> {
  const { zone, secondReviewShare } = await getSettings(db)
  const period = periodOf({ from, to }, { zone, now })
  const extent: DecisionScope = { from: period.bounds[0] ?? '', to: period.bounds.at(-1) ?? '', queue: queue ?? null }
  const [backlog, decided, judged, rules, appeals, reporters] = await Promise.all([
    readBacklog(db, { period, queue: extent.queue, now }),
    readDecisions(db, extent),
    readJudgements(db, extent),
    readRulePrecision(db, extent),
    readAppeals(db, extent),
    readReporters(db, extent),
  ])
  const all = decided.find(({ ref }) => ref === null)
  const mayKnow = isAllowed(actor, 'reporters:read')
  return {
    from: period.from,
    to: period.to,
    zone,
    asOf: now.toISOString(),
    backlog,
    decisions: { count: all?.decisions ?? 0, reversed: shareOf(all?.reversed, all?.decisions) },
    firstAction: { n: all?.firsts ?? 0, p50: all?.p50 ?? null, p90: all?.p90 ?? null, p99: all?.p99 ?? null },
    sla: shareOf(all?.met, all?.due),
    agreement: agreementOf(judged.map(toPair)),
    overturned: shareOf(appeals.overturned, appeals.ruled),
    reporters: {
      right: shareOf(reporters.right, reporters.right + reporters.wrong),
      fifths: reporters.fifths,
      best: mayKnow ? reporters.best : null,
      worst: mayKnow ? reporters.worst : null,
    },
    moderators: decided.flatMap((row) => toModerator(row, judged)).sort((a, b) => b.decisions - a.decisions),
    rules: rules.map(({ id, name, decided: whole, right }) => ({ id, name, precision: shareOf(right, whole) })),
    sampleShare: secondReviewShare,
  }
}

const shareOf = (part = 0, whole = 0): ShareView => ({
  part,
  whole,
  share: whole === 0 ? null : part / whole,
  interval: wilsonInterval(part, whole),
})

const toPair = ({ first, second, count }: JudgementRow): Pair => ({
  first: first ?? NO_VIOLATION,
  second: second ?? NO_VIOLATION,
  count,
})

function toModerator(row: DecisionRow, judged: readonly JudgementRow[]): InsightView['moderators'] {
  const { ref, name, decisions, reversed, firsts, p50 } = row
  if (ref === null) return []
  const agreement = agreementOf(judged.filter((one) => one.ref === ref).map(toPair))
  return [{ ref, name: name ?? ref, decisions, reversed: shareOf(reversed, decisions), firsts, median: p50, agreement }]
}
