import { isUtf8 } from 'node:buffer'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { conflict, DomainError, notFound } from '@/lib/core/errors'
import { enqueue } from '@/lib/core/jobs/contract'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { readLabelledTexts } from '../../engine/labelled-texts'
import { BACKTEST_FILE_MAX } from '../../schema/backtests'
import { backtestRuleTask } from '../../tasks'
import { lockRule } from '../manage-rules'
import { inChunks } from './labelled-sources'

interface StartOptions {
  ruleId: string
  /** Default the latest. */
  version?: number | undefined
  /** A CSV of `text,label`; null: past decisions are the labels. */
  file: Buffer | null
}

/**
 * Asks for a backtest, which a job carries out. Answers its id.
 * @throws DomainError `permission.denied`, `rule.not_found`, `version.not_found`; `backtest.bad_file` (invalid); `body.not_utf8` (malformed)
 */
export async function startBacktest(db: Db, actor: Actor, { ruleId, version, file }: StartOptions): Promise<string> {
  requirePermission(actor, 'rules:write')
  if (file && !isUtf8(file))
    throw new DomainError('malformed', 'body.not_utf8', 'The file is not valid UTF-8. Save it as UTF-8 and try again.')
  if (file) await refuseBadHeader(file)
  return inTransaction(db, async (trx) => {
    const rule = await lockRule(trx, ruleId)
    const tested = version ?? rule.version
    if (tested > rule.version) throw notFound('version', String(tested))
    const { id } = await trx
      .insertInto('rule_backtest')
      .values({
        rule_id: ruleId,
        version: tested,
        live_version: rule.liveVersion === tested ? null : rule.liveVersion,
        source: file ? 'file' : 'decisions',
        bytes_total: file?.byteLength ?? null,
        started_by: actorRef(actor),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (file) await trx.insertInto('rule_backtest_file').values({ backtest_id: id, content: file }).execute()
    await enqueue(trx, backtestRuleTask, { backtestId: id })
    await publishChange(trx, { topic: 'rules', id: ruleId })
    await recordAudit(trx, actor, {
      action: 'rule.backtested',
      targetKind: 'rule',
      target: ruleId,
      detail: { backtestId: id, name: rule.name, version: tested, source: file ? 'file' : 'decisions' },
    })
    return id
  })
}

/** Its first line is enough to tell; the rest is the job's. */
async function refuseBadHeader(file: Buffer): Promise<void> {
  for await (const _ of readLabelledTexts(inChunks(file))) return
}

/**
 * Ends a backtest that has not ended; its job stops at its next step.
 * @throws DomainError `permission.denied`, `backtest.not_found`; `backtest.over` (conflict)
 */
export async function cancelBacktest(db: Db, actor: Actor, id: string): Promise<void> {
  requirePermission(actor, 'rules:write')
  await inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('rule_backtest')
      .select(['state', 'rule_id', 'version'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw notFound('backtest', id)
    if (row.state === 'cancelled') return
    if (row.state !== 'queued' && row.state !== 'running')
      throw conflict('backtest.over', 'This backtest has already ended.', { state: row.state })
    await trx
      .updateTable('rule_backtest')
      .set({ state: 'cancelled', finished_at: new Date() })
      .where('id', '=', id)
      .execute()
    await trx.deleteFrom('rule_backtest_file').where('backtest_id', '=', id).execute()
    await publishChange(trx, { topic: 'rules', id: row.rule_id })
    await recordAudit(trx, actor, {
      action: 'backtest.cancelled',
      targetKind: 'rule',
      target: row.rule_id,
      detail: { backtestId: id, version: row.version },
    })
  })
}

/**
 * Reads an uploaded file whole, counting as it comes; null where there is none.
 * @throws DomainError `body.too_large`
 */
export async function readBacktestFile(body: ReadableStream<Uint8Array> | null): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > BACKTEST_FILE_MAX)
      throw new DomainError(
        'too_large',
        'body.too_large',
        `A file of texts can have at most ${BACKTEST_FILE_MAX} bytes.`,
      )
    chunks.push(chunk)
  }
  const file = Buffer.concat(chunks)
  // Some clients can't send nothing: an empty object says the same.
  const start = file.subarray(0, 16).toString('utf8').trim()
  return size === 0 || start === '' || start === '{}' ? null : file
}
