import { sql } from 'kysely'
import type { AuditRecord } from '@/lib/audit/commands'
import type { Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { openCases, type ReportedItem } from '../intake/open-cases'
import { rescoreCases } from '../intake/rescore'
import { applyCaps } from './apply-caps'
import { type CaseState, caseStateOf, isNewerRevision, isOverriddenByPerson, readCaseStates } from './case-states'
import { type ActedCase, decideAutomatically } from './decide-automatically'
import { type Match, type NotedHit, readActed } from './record-hits'

/** Of a rule that hides or mutes without saying how bad it is. */
const SEVERITY_UNNAMED = 2

/** A live match, and how it is written down. */
export interface Acted {
  match: Match
  noted: NotedHit
}

/**
 * Does what live rules say: opens or joins the case of each item, hides and mutes. A match does nothing where a person has ruled
 * on this revision, where the rule has acted on it before, or where the rule's cap is used up, which puts the rule back into
 * shadow. Answers how each match went, in their order, and what the audit log has to say of it: the log's lock comes last, or
 * who decides on one of these cases would wait in a circle.
 */
export async function actOnItems(
  trx: Trx,
  matches: readonly Match[],
  now: Date,
): Promise<{ acted: Acted[]; records: AuditRecord[] }> {
  if (matches.length === 0) return { acted: [], records: [] }
  const before = await readCaseStates(
    trx,
    matches.map(({ item }) => item),
  )
  const acted = await readActed(trx, matches)
  const wanting = matches.filter(
    (match) => !acted.has(match) && !isOverriddenByPerson(match.item, caseStateOf(before, match.item)),
  )
  const { allowed, tripped, records } = await applyCaps(trx, wanting, now)
  const { opened, done, record } = await openAndDecide(trx, allowed, before, now)
  const noted = matches.map((match): Acted => {
    const standing = caseStateOf(opened, match.item) ?? caseStateOf(before, match.item)
    const isTripped = tripped.has(match)
    return {
      match,
      noted: {
        ...match,
        mode: isTripped ? 'shadow' : 'live',
        caseId: isTripped ? null : (standing?.caseId ?? null),
        opening: isTripped ? null : (standing?.opening ?? null),
        revision: match.item.revision ?? standing?.revision ?? 1,
        hasActed: done.has(match),
      },
    }
  })
  return { acted: noted, records: record ? [...records, record] : records }
}

async function openAndDecide(
  trx: Trx,
  allowed: readonly Match[],
  before: ReadonlyMap<string, CaseState>,
  now: Date,
): Promise<{ opened: Map<string, CaseState>; done: Set<Match>; record: AuditRecord | null }> {
  if (allowed.length === 0) return { opened: new Map(), done: new Set(), record: null }
  const { cases } = await openCases(trx, bringOnce(allowed), now)
  // The cases are locked from here on: who ruled on one meanwhile has committed, and is seen.
  const opened = await readCaseStates(
    trx,
    allowed.map(({ item }) => item),
  )
  const done = new Set(allowed.filter(({ item }) => !isOverriddenByPerson(item, caseStateOf(opened, item))))
  const touched = groupByCase([...done], opened, before)
  await countHits(trx, touched)
  const record = await decideAutomatically(trx, touched, now)
  await rescoreCases(
    trx,
    touched.map(({ standing }) => standing.caseId),
  )
  await publishChange(trx, { topic: 'cases', ...(cases.length === 1 && cases[0] ? { id: cases[0].id } : {}) })
  return { opened, done, record }
}

/** Each item once, however many rules hit it, as bad as the worst of them says. */
function bringOnce(matches: readonly Match[]): ReportedItem[] {
  const brought = new Map<number, ReportedItem>()
  for (const { index, item, rule } of matches) {
    const severity = Math.max(brought.get(index)?.severity ?? 1, severityOf(rule.body.then))
    brought.set(index, { item, severity, policyId: null })
  }
  return [...brought.values()]
}

const severityOf = (actions: Match['rule']['body']['then']): number =>
  Math.max(0, ...actions.flatMap((action) => (action.type === 'openCase' ? [action.severity] : []))) || SEVERITY_UNNAMED

function groupByCase(
  matches: readonly Match[],
  opened: ReadonlyMap<string, CaseState>,
  before: ReadonlyMap<string, CaseState>,
): ActedCase[] {
  const cases = new Map<number, ActedCase>()
  for (const match of matches) {
    const standing = caseStateOf(opened, match.item)
    if (!standing) continue
    const known = caseStateOf(before, match.item)
    const one = cases.get(standing.caseId) ?? {
      standing,
      // What is hidden already in this revision is not hidden again.
      isHidden: standing.contentState !== 'visible' && known !== undefined && !isNewerRevision(match.item, known),
      severity: 1,
      matches: [],
    }
    one.severity = Math.max(one.severity, severityOf(match.rule.body.then))
    one.matches.push(match)
    cases.set(standing.caseId, one)
  }
  return [...cases.values()].sort((a, b) => a.standing.caseId - b.standing.caseId)
}

/** Each rule counts once in an opening of a case, whichever of its versions hit, and however often. */
async function countHits(trx: Trx, touched: readonly ActedCase[]): Promise<void> {
  if (touched.length === 0) return
  const rows = touched.flatMap(({ standing, severity, matches }) =>
    [...new Set(matches.map(({ rule }) => rule.ruleId))].map((rule) => ({
      id: standing.caseId,
      opening: standing.opening,
      severity,
      rule,
    })),
  )
  await sql`
    update moderation_case as self set severity_floor = greatest(self.severity_floor, fresh.severity),
      rule_hits = self.rule_hits + fresh.rules
    from (
      select hit.id, max(hit.severity)::smallint as severity, (count(*) filter (where not exists (
        select from rule_hit as earlier where earlier.case_id = hit.id and earlier.opening = hit.opening
          and earlier.rule_id = hit.rule and earlier.has_acted
      )))::int as rules
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as hit (id bigint, opening int, severity int, rule uuid)
      group by hit.id
    ) as fresh where self.id = fresh.id`.execute(trx)
}
