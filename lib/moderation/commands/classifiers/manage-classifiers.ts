import { type Selectable, sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import type { DB } from '@/lib/core/db/schema.generated'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, invalid, notFound } from '@/lib/core/errors'
import { checkUrl } from '@/lib/core/net/check-url'
import { isListedHost } from '@/lib/core/net/guard'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { newSigningSecret } from '@/lib/webhooks/secrets'
import { sealClassifierSecret } from '../../classifier-secrets'
import { getClassifier, rulesUsingClassifier } from '../../queries/list-classifiers'
import type { ClassifierBody, ClassifierPatch, ClassifierView, ClassifierWithSecret } from '../../schema/classifiers'

const CLASSIFIERS_MAX = 20
const NOW = sql<Date>`clock_timestamp()`

/**
 * Sets up a classifier that rules may ask. A signing secret is in this answer alone; whatever the secret, it is stored encrypted.
 * @throws DomainError `permission.denied`; `classifier.url_refused` (invalid); `classifier.name_taken`, `classifier.too_many`
 *   (conflict)
 */
export async function createClassifier(db: Db, actor: Actor, input: ClassifierBody): Promise<ClassifierWithSecret> {
  requirePermission(actor, 'classifiers:write')
  await checkAddress(input.url)
  return inTransaction(db, async (trx) => {
    await refuseTaken(trx, input.name)
    const made = input.auth === 'signature' ? newSigningSecret() : null
    const secret = made ?? input.token ?? null
    const row = await trx
      .insertInto('moderation_classifier')
      .values({
        name: input.name,
        url: input.url,
        auth: input.auth,
        secret: secret === null ? null : sealClassifierSecret(secret),
        timeout_ms: input.timeoutMs,
        labels: input.labels,
        created_by: actorRef(actor),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const view = await getClassifier(trx, actor, row.id)
    await finish(trx, actor, 'classifier.created', row.id, { after: shownOf(row) })
    return { ...view, secret: made }
  })
}

/**
 * Changes a classifier. What it said before counts no longer where it may answer otherwise now.
 * @throws DomainError `permission.denied`, `classifier.not_found`; `classifier.changed`, `classifier.token_would_follow`
 *   (conflict); `classifier.url_refused` (invalid)
 */
export async function updateClassifier(
  db: Db,
  actor: Actor,
  { id, version, ...change }: ClassifierPatch & { id: string },
): Promise<ClassifierView> {
  requirePermission(actor, 'classifiers:write')
  if (change.url) await checkAddress(change.url)
  return inTransaction(db, async (trx) => {
    const before = await lockClassifier(trx, id)
    requireVersion(before, version)
    if (change.url) rejectTokenForOtherHost(before, change.url)
    const isOther = (change.url ?? before.url) !== before.url || !sameLabels(change.labels, before.labels)
    const after = await trx
      .updateTable('moderation_classifier')
      .set({
        url: change.url ?? before.url,
        labels: change.labels ?? before.labels,
        timeout_ms: change.timeoutMs ?? before.timeout_ms,
        disabled_at: disabledAt(before, change.enabled),
        generation: before.generation + (isOther ? 1 : 0),
        version: version + 1,
        updated_at: NOW,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    const view = await getClassifier(trx, actor, id)
    await finish(trx, actor, 'classifier.changed', id, { before: shownOf(before), after: shownOf(after) })
    return view
  })
}

/**
 * Removes a classifier and its secret for good.
 * @throws DomainError `permission.denied`, `classifier.not_found`; `classifier.in_use` (conflict), which names the rules
 */
export async function deleteClassifier(db: Db, actor: Actor, id: string): Promise<void> {
  requirePermission(actor, 'classifiers:write')
  await inTransaction(db, async (trx) => {
    const before = await lockClassifier(trx, id)
    const { rows } = await sql<{
      rules: string[]
    }>`select ${rulesUsingClassifier(sql`${before.name}::text`)} as rules`.execute(trx)
    const rules = rows[0]?.rules ?? []
    if (rules.length > 0)
      throw conflict('classifier.in_use', `Live or shadow rules use this classifier: ${rules.join(', ')}.`, { rules })
    await trx
      .updateTable('moderation_classifier')
      .set({ deleted_at: NOW, secret: null, version: before.version + 1 })
      .where('id', '=', id)
      .execute()
    await trx.deleteFrom('classifier_answer').where('classifier_id', '=', id).execute()
    await finish(trx, actor, 'classifier.deleted', id, { before: shownOf(before) })
  })
}

/**
 * Gives a classifier a new secret: the token that is given, or a signing secret, which is in this answer alone.
 * @throws DomainError `permission.denied`, `classifier.not_found`; `classifier.no_token`, `classifier.no_secret` (invalid)
 */
export async function setClassifierSecret(
  db: Db,
  actor: Actor,
  { id, token }: { id: string; token?: string | undefined },
): Promise<ClassifierWithSecret> {
  requirePermission(actor, 'secrets:write')
  return inTransaction(db, async (trx) => {
    const before = await lockClassifier(trx, id)
    if (before.auth === 'none') throw invalid('token', 'This classifier has no secret.', 'classifier.no_secret')
    if ((before.auth === 'bearer') !== (token !== undefined))
      throw invalid(
        'token',
        'A token is required for bearer authentication and not allowed otherwise.',
        'classifier.no_token',
      )
    const made = token === undefined ? newSigningSecret() : null
    await trx
      .updateTable('moderation_classifier')
      .set({ secret: sealClassifierSecret(made ?? token ?? ''), version: before.version + 1, updated_at: NOW })
      .where('id', '=', id)
      .execute()
    const view = await getClassifier(trx, actor, id)
    await finish(trx, actor, 'classifier.secret_set', id, { after: { name: before.name } })
    return { ...view, secret: made }
  })
}

type ClassifierRow = Selectable<DB['moderation_classifier']>

/** The classifier, held until the transaction ends. @throws DomainError `classifier.not_found` */
export async function lockClassifier(trx: Trx, id: string): Promise<ClassifierRow> {
  const row = await trx
    .selectFrom('moderation_classifier')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('classifier', id)
  return row
}

/** Texts of members travel to it, so that it is called in the clear only where whoever runs Guildhall has listed it. */
async function checkAddress(url: string): Promise<void> {
  if (!url.startsWith('https:') && !isListedHost(new URL(url)))
    throw invalid(
      'url',
      'Use an https URL. An http URL is allowed only for hosts in GUILDHALL_ALLOW_HOSTS.',
      'classifier.url_refused',
    )
  await checkUrl(url, 'classifier.url_refused')
}

async function refuseTaken(trx: Trx, name: string): Promise<void> {
  // One at a time, so that two at once can't have the same name or be one too many.
  await sql`select pg_advisory_xact_lock(hashtext('moderation_classifier'))`.execute(trx)
  const { rows } = await sql<{ count: number; isTaken: boolean }>`
    select count(*)::int as count, coalesce(bool_or(lower(name) = lower(${name})), false) as "isTaken"
    from moderation_classifier where deleted_at is null`.execute(trx)
  if (rows[0]?.isTaken) throw conflict('classifier.name_taken', `A classifier named ${name} already exists.`)
  if ((rows[0]?.count ?? 0) >= CLASSIFIERS_MAX)
    throw conflict('classifier.too_many', `You can have at most ${CLASSIFIERS_MAX} classifiers. Delete one first.`)
}

function requireVersion(row: ClassifierRow, version: number): void {
  if (row.version === version) return
  throw conflict(
    'classifier.changed',
    'Someone else changed this classifier after you opened it. Reload it and try again.',
    {
      version: row.version,
    },
  )
}

/** Whoever may change the address must not get the token with it. */
function rejectTokenForOtherHost({ auth, url }: ClassifierRow, next: string): void {
  if (auth !== 'bearer' || new URL(next).origin === new URL(url).origin) return
  throw conflict(
    'classifier.token_would_follow',
    'The token would be sent to another host. Delete this classifier and add a new one with a token for that host.',
  )
}

const sameLabels = (next: readonly string[] | undefined, before: readonly string[]): boolean =>
  next === undefined || (next.length === before.length && next.every((label, index) => label === before[index]))

function disabledAt({ disabled_at }: ClassifierRow, enabled: boolean | undefined) {
  if (enabled === undefined || enabled === (disabled_at === null)) return disabled_at
  return enabled ? null : NOW
}

/** What the audit log keeps: never the secret. */
const shownOf = ({ name, url, auth, labels, timeout_ms, disabled_at }: ClassifierRow) => ({
  name,
  url,
  auth,
  labels,
  timeoutMs: timeout_ms,
  enabled: disabled_at === null,
})

async function finish(
  trx: Trx,
  actor: Actor,
  action: string,
  id: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await publishChange(trx, { topic: 'rules' })
  await recordAudit(trx, actor, { action, targetKind: 'classifier', target: id, detail })
}
