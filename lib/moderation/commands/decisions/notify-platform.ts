import type { Trx } from '@/lib/core/db/types'
import type { NewEvent, NewEventOf } from '@/lib/core/events/contract'
import { emitAll } from '@/lib/domain-events/emit'
import { cancelDeliveries, resumeDeliveries } from '@/lib/webhooks/commands/cancel-deliveries'
import { actionInfo } from '../../rules/actions'
import { type Effect, effectOf, platformUpdateOf } from '../../rules/effects'
import { UNDO_MS } from '../../rules/undo'
import type { ActionType } from '../../schema/decisions'
import { endText, fillTemplate } from '../../schema/template'
import { findActiveAction, findLastNotification } from './find-active-action'
import { outcomesOf } from './notify-reporters'
import { type NotifiedDecision, readNotifiedDecision } from './read-notified-decision'

type ActionEvent = NewEventOf<'moderation.action'>

/** Between two deliveries that have to arrive one after the other. */
const AFTER_MS = 1_000

/**
 * Tells the platform of a decision, after the time in which it can be undone: an event for each action, and one for each reporter
 * with what came of their report. All of it is written in the deciding transaction.
 */
export async function notifyActions(trx: Trx, decisionId: string, now: Date): Promise<void> {
  const told = await readNotifiedDecision(trx, decisionId)
  const common = { subject: decisionId, cause: told.decided_by, at: now, notBefore: new Date(now.getTime() + UNDO_MS) }
  const actions: ActionEvent[] = []
  for (const action of told.actions) {
    if (action.type === 'escalate') continue
    const event = actionOf(told, action, await endToNotify(trx, told, action, now))
    actions.push({ ...common, notBefore: await dueAfter(trx, told, action, common.notBefore), ...event })
  }
  const outcomes = (await outcomesOf(trx, told)).map((event): NewEvent => ({ ...common, ...event }))
  await emitAll(trx, [...actions, ...outcomes])
}

/** When a mute or suspension is over by all that stands against the member: what the platform hears last is what it goes by. */
async function endToNotify(
  trx: Trx,
  told: NotifiedDecision,
  { type, until }: NotifiedDecision['actions'][0],
  now: Date,
): Promise<string | null> {
  const aspect = effectOf(type)
  if (!until || !aspect) return until
  const standing = await findActiveAction(trx, aspect, { caseId: told.case_id, memberId: told.member_id }, now)
  const end = standing?.until
  return end && end > new Date(until) ? inSeconds(end) : until
}

/**
 * Not before what is about to be told of the same aspect: a correction that waits for what it corrects would else come last. What is
 * tried again holds nothing up: it may take a day, and for one of several receivers alone.
 */
async function dueAfter(
  trx: Trx,
  told: NotifiedDecision,
  { type }: NotifiedDecision['actions'][0],
  notBefore: Date,
): Promise<Date> {
  const aspect = effectOf(type)
  const heard = aspect && (await findLastNotification(trx, aspect, { caseId: told.case_id, memberId: told.member_id }))
  return heard?.dueAt && !heard.isTried ? later(after(heard.dueAt), notBefore) : notBefore
}

const after = (instant: Date): Date => new Date(instant.getTime() + AFTER_MS)
const later = (one: Date, other: Date): Date => (one > other ? one : other)

const inSeconds = (instant: Date): string => instant.toISOString().replace(/\.\d+/, '')

interface NotifiedReversal {
  decisionId: string
  /** The decision that takes the other one back. */
  reversalId: string
  /** Who takes it back. */
  cause: string
  reason: string
  now: Date
}

/**
 * Stops what was to be told of a decision that is taken back; where some of it has been sent, the contrary follows, at once, of what
 * it did but for what stands from then on: that is notifyCurrentState()'s. Answers the aspects that the decision was about.
 */
export async function notifyReversal(
  trx: Trx,
  { decisionId, reversalId, cause, reason, now }: NotifiedReversal,
): Promise<Effect[]> {
  const told = await readNotifiedDecision(trx, decisionId)
  const { sent, uncertain } = await cancelDeliveries(trx, { subject: decisionId })
  if (sent + uncertain > 0) {
    const passing = told.actions.filter(({ type }) => type === 'keep' || effectOf(type) === null)
    const contraries = passing.map(({ type }) =>
      contraryOf(told, type, { by: reversalId, cause, reason, at: now, notBefore: now }),
    )
    await emitAll(
      trx,
      contraries.filter((event) => event !== null),
    )
  }
  return [...new Set(told.actions.map(({ type }) => effectOf(type)))].filter((aspect) => aspect !== null)
}

interface Settled {
  caseId: number
  memberId: number | null
  aspects: readonly Effect[]
  /** The decision that is taken back; null where one is made. */
  ended: string | null
  /** The decision that ends it, and whose it is. */
  by: string
  cause: string
  reason: string
  now: Date
  notBefore: Date
}

/**
 * Has the platform end where things stand here: of each aspect it hears the contrary of what it heard last, or once more the action that
 * stands, where it has not heard that last. Cancel first what is not to be told any more.
 */
export async function notifyCurrentState(
  trx: Trx,
  { aspects, ended, by, cause, reason, now, notBefore, ...place }: Settled,
): Promise<void> {
  for (const aspect of aspects) {
    const standing = await findActiveAction(trx, aspect, place, now)
    const heard = await findLastNotification(trx, aspect, place)
    const telling = platformUpdateOf(aspect, { heard, standing, ended })
    if (standing) {
      const revivedAt = telling.tell === 'nothing' ? notBefore : null
      await resumeDeliveries(trx, { subject: standing.decisionId, kinds: [standing.type], revivedAt })
    }
    // What is on its way and isn't called off comes first.
    const when = { by, cause, at: now, notBefore: heard?.dueAt ? later(after(heard.dueAt), notBefore) : notBefore }
    if (telling.tell === 'contrary') {
      const { decisionId, type } = telling.of
      const contrary = contraryOf(await readNotifiedDecision(trx, decisionId), type, { ...when, reason })
      if (contrary) await emitAll(trx, [contrary])
    }
    if (telling.tell === 'again' && standing)
      await emitAll(trx, again(await readNotifiedDecision(trx, standing.decisionId), standing.type, when))
  }
}

/** The same for what a decision has lifted of what rules did, with the decision itself. */
export async function notifyOverridden(
  trx: Trx,
  { aspects }: Pick<Settled, 'aspects'>,
  settled: Omit<Settled, 'aspects' | 'ended' | 'notBefore'>,
): Promise<void> {
  const notBefore = new Date(settled.now.getTime() + UNDO_MS)
  await notifyCurrentState(trx, { ...settled, aspects, ended: null, notBefore })
}

type When = { by: string } & Pick<ActionEvent, 'cause' | 'at' | 'notBefore'>

/** An action of an earlier decision once more; its member has read of it then. */
const again = (told: NotifiedDecision, type: ActionType, { by, ...when }: When): ActionEvent[] =>
  told.actions
    .filter((action) => action.type === type)
    .map((action) => {
      const { payload, ...event } = actionOf(told, action, action.until)
      return { ...event, ...when, subject: by, origin: told.id, payload: { ...payload, message: '' } }
    })

/** What takes an action of a decision back, as part of another one; null where nothing does. */
function contraryOf(
  told: NotifiedDecision,
  type: ActionType,
  { by, reason, ...when }: When & { reason: string },
): ActionEvent | null {
  const { inverse } = actionInfo(type)
  if (inverse === null || type === 'escalate') return null
  return {
    ...when,
    event: 'moderation.action',
    subject: by,
    kind: inverse,
    origin: told.id,
    // The policy's template is about what is taken back here.
    memberIds: [told.member_id],
    payload: {
      ...factsOf(told),
      decisionId: by,
      reversesId: told.id,
      reason,
      message: '',
      action: { type: inverse, reverses: type },
    },
  }
}

const actionOf = (
  told: NotifiedDecision,
  action: NotifiedDecision['actions'][0],
  until: string | null,
): Pick<ActionEvent, 'event' | 'kind' | 'until' | 'memberIds' | 'payload'> => ({
  event: 'moderation.action',
  kind: action.type,
  until,
  memberIds: [told.member_id],
  payload: {
    ...factsOf(told),
    action: { ...action.detail, type: action.type, ...(until ? { until } : {}) },
    message: actionInfo(action.type).isPenal ? messageOf(told, action) : '',
  },
})

const factsOf = (told: NotifiedDecision) => ({
  decisionId: told.id,
  caseId: told.case_id,
  item: { type: told.item_type, id: told.item_id, revision: told.revision },
  member: told.member === null ? null : { id: told.member },
  policyId: told.policy_id,
  reason: told.reason,
})

/** What the member reads of what is done to them or their item. */
const messageOf = (told: NotifiedDecision, action: NotifiedDecision['actions'][0]): string =>
  fillTemplate(told.member_template ?? '', {
    member: told.member ?? '',
    policy: told.policy ?? '',
    reason: told.reason,
    action: action.type,
    until: endText(action.until),
  })
