import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { inTransaction } from '../db/transaction'
import type { Db, Trx } from '../db/types'
import { DomainError, invalid } from '../errors'
import { json } from './route'
import type { JsonResponse } from './route-spec'

const HEADER = 'Idempotency-Key'
const KEY_MAX = 200

export interface StoredResponse {
  status: number
  body: unknown
  headers?: Record<string, string>
}

interface IdempotentRequest {
  /** Whose keys these are, as actorRef() names them. */
  actor: string
  request: Request
  /** What was read from the request's body. */
  body: unknown
}

/**
 * Carries out a write once for each Idempotency-Key of its sender: the same request again gets the first answer, without the key
 * it is carried out as it comes. Key, write and answer commit together, so that of two at once the second waits for the first.
 * @throws DomainError `idempotency.bad_key` (malformed), `idempotency.other_body` (invalid)
 */
export async function idempotent<A extends StoredResponse>(
  db: Db,
  { actor, request, body }: IdempotentRequest,
  work: (db: Db) => Promise<A>,
): Promise<JsonResponse<A['body']>> {
  const key = request.headers.get(HEADER)
  if (key === null) return toResponse(await work(db))
  if (key.length === 0 || key.length > KEY_MAX)
    throw new DomainError('malformed', 'idempotency.bad_key', `The ${HEADER} must have 1 to ${KEY_MAX} characters.`)
  const hash = createHash('sha256')
    .update(`${request.method} ${new URL(request.url).pathname}\n${JSON.stringify(body)}`)
    .digest()
  return inTransaction(db, async (trx) => {
    const { rows } = await sql`
      insert into idempotency_key (actor, key, request_hash) values (${actor}, ${key}, ${hash})
      on conflict do nothing returning 1`.execute(trx)
    if (rows.length === 0) return replay(trx, { actor, key, hash })
    const answer = await work(trx)
    await sql`update idempotency_key set status = ${answer.status}, answer = ${JSON.stringify(answer.body)}::jsonb
      where actor = ${actor} and key = ${key}`.execute(trx)
    return toResponse(answer)
  })
}

async function replay(db: Db, { actor, key, hash }: { actor: string; key: string; hash: Buffer }): Promise<Response> {
  const row = await db
    .selectFrom('idempotency_key')
    .selectAll()
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (!row.request_hash.equals(hash))
    throw invalid(
      HEADER,
      'This idempotency key was already used for another request. Use a new key.',
      'idempotency.other_body',
    )
  return toResponse({ status: row.status ?? 200, body: row.answer, headers: { 'Idempotency-Replayed': 'true' } })
}

const toResponse = ({ status, body, headers }: StoredResponse): Response =>
  body === undefined
    ? new Response(null, { status, headers: { 'Cache-Control': 'no-store' } })
    : json(body, status, headers)

/**
 * Forgets the answers that hold a text, such as somebody's id, as a whole value. A request that comes again under such a key is
 * carried out anew. Answers how many.
 */
export async function deleteResponsesContaining(trx: Trx, text: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency_key
    where jsonb_path_exists(answer, '$.** ? (@ == $text)', jsonb_build_object('text', ${text}::text))`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

/** Forgets keys older than a day: nobody tries a write again after so long. Answers how many. */
export async function deleteExpiredIdempotencyKeys(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency_key where created_at < now() - interval '1 day'`.execute(db)
  return Number(numAffectedRows ?? 0)
}
