import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { cancelDeliveries, resumeDeliveries } from '@/lib/webhooks/commands/cancel-deliveries'
import { type QueuedEvent, queueDeliveries } from '@/lib/webhooks/commands/queue-deliveries'
import { traitOf } from '../../rules/actions'
import { type Aspect, aspectOf, tellingOf } from '../../rules/aspects'
import { UNDO_MS } from '../../rules/undo'
import type { ActionType } from '../../schema/decisions'
import { endWords, fillTemplate } from '../../schema/template'
import { findHeard, findStanding } from './find-standing'

/** Between two deliveries that have to arrive one after the other. */
const AFTER_MS = 1_000

interface Told {
  id: string
  case_id: number
  revision: number
  reason: string
  policy_id: string | null
  policy: string | null
  member_template: string | null
  reporter_template: string | null
  item_type: string
  item_id: string
  member_id: number | null
  member: string | null
  actions: { type: ActionType; detail: Record<string, unknown>; until: string | null }[]
}

/**
 * Tells the platform of a decision, after the time in which it can be undone: an event for each action, and one for each reporter
 * with what came of their report. All of it is written in the deciding transaction.
 */
export async function tellActions(trx: Trx, decisionId: string, now: Date): Promise<void> {
  const told = await readDecision(trx, decisionId)
  const common = { subject: decisionId, at: now, notBefore: new Date(now.getTime() + UNDO_MS) }
  const actions: QueuedEvent[] = []
  for (const action of told.actions) {
    if (action.type === 'escalate') continue
    const event = actionOf(told, action, await endToTell(trx, told, action, now))
    actions.push({ ...common, notBefore: await dueAfter(trx, told, action, common.notBefore), ...event })
  }
  const outcomes = (await readReporters(trx, decisionId)).map(
    ({ reporter, outcome }): QueuedEvent => ({
      ...common,
      event: 'moderation.outcome',
      data: { ...outcomeOf(told), reporter: { id: reporter }, outcome },
    }),
  )
  await queueDeliveries(trx, [...actions, ...outcomes])
}

/** When a mute or suspension is over by all that stands against the member: what the platform hears last is what it goes by. */
async function endToTell(trx: Trx, told: Told, { type, until }: Told['actions'][0], now: Date): Promise<string | null> {
  const aspect = aspectOf(type)
  if (!until || !aspect) return until
  const standing = await findStanding(trx, aspect, { caseId: told.case_id, memberId: told.member_id }, now)
  const end = standing?.until
  return end && end > new Date(until) ? inSeconds(end) : until
}

/**
 * Not before what is about to be told of the same aspect: a correction that waits for what it corrects would else come last. What is
 * tried again holds nothing up: it may take a day, and for one of several receivers alone.
 */
async function dueAfter(trx: Trx, told: Told, { type }: Told['actions'][0], notBefore: Date): Promise<Date> {
  const aspect = aspectOf(type)
  const heard = aspect && (await findHeard(trx, aspect, { caseId: told.case_id, memberId: told.member_id }))
  return heard?.dueAt && !heard.isTried ? later(after(heard.dueAt), notBefore) : notBefore
}

const after = (instant: Date): Date => new Date(instant.getTime() + AFTER_MS)
const later = (one: Date, other: Date): Date => (one > other ? one : other)

const inSeconds = (instant: Date): string => instant.toISOString().replace(/\.\d+/, '')

interface ToldReversal {
  decisionId: string
  /** The decision that takes the other one back. */
  reversalId: string
  reason: string
  now: Date
}

/**
 * Stops what was to be told of a decision that is taken back; where some of it has been sent, the contrary follows, at once, of what
 * it did but for what stands from then on: that is tellStanding()'s. Answers the aspects that the decision was about.
 */
export async function tellReversal(trx: Trx, { decisionId, reversalId, reason, now }: ToldReversal): Promise<Aspect[]> {
  const told = await readDecision(trx, decisionId)
  const { sent, uncertain } = await cancelDeliveries(trx, { subject: decisionId })
  if (sent + uncertain > 0) {
    const passing = told.actions.filter(({ type }) => type === 'keep' || aspectOf(type) === null)
    const contraries = passing.map(({ type }) =>
      contraryOf(told, type, { by: reversalId, reason, at: now, notBefore: now }),
    )
    await queueDeliveries(
      trx,
      contraries.filter((event) => event !== null),
    )
  }
  return [...new Set(told.actions.map(({ type }) => aspectOf(type)))].filter((aspect) => aspect !== null)
}

interface Settled {
  caseId: number
  memberId: number | null
  aspects: readonly Aspect[]
  /** The decision that is taken back; null where one is made. */
  ended: string | null
  /** The decision that ends it. */
  by: string
  reason: string
  now: Date
  notBefore: Date
}

/**
 * Has the platform end where things stand here: of each aspect it hears the contrary of what it heard last, or once more the action that
 * stands, where it has not heard that last. Cancel first what is not to be told any more.
 */
export async function tellStanding(
  trx: Trx,
  { aspects, ended, by, reason, now, notBefore, ...place }: Settled,
): Promise<void> {
  for (const aspect of aspects) {
    const standing = await findStanding(trx, aspect, place, now)
    const heard = await findHeard(trx, aspect, place)
    const telling = tellingOf(aspect, { heard, standing, ended })
    if (standing) {
      const revivedAt = telling.tell === 'nothing' ? notBefore : null
      await resumeDeliveries(trx, { subject: standing.decisionId, kinds: [standing.type], revivedAt })
    }
    // What is on its way and isn't called off comes first.
    const when = { by, at: now, notBefore: heard?.dueAt ? later(after(heard.dueAt), notBefore) : notBefore }
    if (telling.tell === 'contrary') {
      const { decisionId, type } = telling.of
      const contrary = contraryOf(await readDecision(trx, decisionId), type, { ...when, reason })
      if (contrary) await queueDeliveries(trx, contrary)
    }
    if (telling.tell === 'again' && standing)
      await queueDeliveries(trx, again(await readDecision(trx, standing.decisionId), standing.type, when))
  }
}

/** The same for what a decision has lifted of what rules did, with the decision itself. */
export async function tellLifted(
  trx: Trx,
  { aspects }: Pick<Settled, 'aspects'>,
  settled: Omit<Settled, 'aspects' | 'ended' | 'notBefore'>,
): Promise<void> {
  const notBefore = new Date(settled.now.getTime() + UNDO_MS)
  await tellStanding(trx, { ...settled, aspects, ended: null, notBefore })
}

type When = { by: string } & Pick<QueuedEvent, 'at' | 'notBefore'>

/** An action of an earlier decision once more; its member has read of it then. */
const again = (told: Told, type: ActionType, { by, ...when }: When): QueuedEvent[] =>
  told.actions
    .filter((action) => action.type === type)
    .map((action) => {
      const { data, ...event } = actionOf(told, action, action.until)
      return { ...when, ...event, subject: by, origin: told.id, data: { ...data, message: '' } }
    })

/** What takes an action of a decision back, as part of another one; null where nothing does. */
function contraryOf(
  told: Told,
  type: ActionType,
  { by, reason, ...when }: When & { reason: string },
): QueuedEvent | null {
  const { inverse } = traitOf(type)
  if (inverse === null || type === 'escalate') return null
  return {
    ...when,
    event: 'moderation.action',
    subject: by,
    kind: inverse,
    origin: told.id,
    // The policy's template is about what is taken back here.
    data: {
      ...factsOf(told),
      decisionId: by,
      reversesId: told.id,
      reason,
      message: '',
      action: { type: inverse, reverses: type },
    },
  }
}

type ActionEvent = Pick<QueuedEvent, 'event' | 'kind' | 'until' | 'data'>

const actionOf = (told: Told, action: Told['actions'][0], until: string | null): ActionEvent => ({
  event: 'moderation.action',
  kind: action.type,
  until,
  data: {
    ...factsOf(told),
    action: { ...action.detail, type: action.type, ...(until ? { until } : {}) },
    message: traitOf(action.type).isPenal ? messageOf(told, action) : '',
  },
})

const factsOf = (told: Told): Record<string, unknown> => ({
  decisionId: told.id,
  caseId: told.case_id,
  item: { type: told.item_type, id: told.item_id, revision: told.revision },
  member: told.member === null ? null : { id: told.member },
  policyId: told.policy_id,
  reason: told.reason,
})

/** What the member reads of what is done to them or their item. */
const messageOf = (told: Told, action: Told['actions'][0]): string =>
  fillTemplate(told.member_template ?? '', {
    member: told.member ?? '',
    policy: told.policy ?? '',
    reason: told.reason,
    action: action.type,
    until: endWords(action.until),
  })

const outcomeOf = (told: Told): Record<string, unknown> => ({
  decisionId: told.id,
  caseId: told.case_id,
  item: { type: told.item_type, id: told.item_id, revision: told.revision },
  policyId: told.policy_id,
  message: fillTemplate(told.reporter_template ?? '', { policy: told.policy ?? '', reason: told.reason }),
})

async function readDecision(trx: Trx, id: string): Promise<Told> {
  const { rows } = await sql<Told>`
    select decision.id, decision.case_id, decision.revision, decision.reason, decision.policy_id, policy.name as policy,
      policy.member_template, policy.reporter_template, self.item_type, self.item_id, self.member_id, member.external_id as member,
      (select jsonb_agg(jsonb_build_object('type', type, 'detail', detail, 'until',
          to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by position)
        from moderation_action where decision_id = decision.id) as actions
    from moderation_decision as decision
    join moderation_case as self on self.id = decision.case_id
    left join policy on policy.id = decision.policy_id
    left join member on member.id = self.member_id and member.erased_at is null
    where decision.id = ${id}`.execute(trx)
  const row = rows[0]
  if (!row) throw new Error(`there is no decision ${id}`)
  return row
}

async function readReporters(trx: Trx, decisionId: string): Promise<{ reporter: string; outcome: string }[]> {
  const { rows } = await sql<{ reporter: string; outcome: string }>`
    select distinct member.external_id as reporter, report.outcome from moderation_report as report
    join member on member.id = report.reporter_id and member.erased_at is null where report.settled_by = ${decisionId} order by 1`.execute(
    trx,
  )
  return rows
}
