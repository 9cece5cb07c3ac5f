import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { findKind } from '../kinds/registry'
import type { TestResultView } from '../schema'
import { changeSecrets, decryptSecrets } from '../secrets'
import { checkConfig, checkSecrets, rejectKeyForSecrets } from './source-input'

const TEST_TIMEOUT_MS = 15_000

export interface TestSource {
  id: string
  config?: Record<string, unknown>
  secrets?: Record<string, string | null>
}

/**
 * Tries whether a source can be reached, with what is saved or with the changes that are given, within 15 s. Whatever goes
 * wrong is the answer and no error. Secrets that are entered are used and not kept.
 * @throws DomainError `source.not_found`, `source.bad_config` (invalid)
 */
export async function testSource(db: Db, actor: Actor, input: TestSource): Promise<TestResultView> {
  requirePermission(actor, 'sources:write')
  const source = await db
    .selectFrom('source')
    .selectAll()
    .where('id', '=', input.id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!source) throw notFound('source', input.id)
  rejectKeyForSecrets(actor, input, source.secrets !== null)
  const kind = findKind(source.kind)
  const config = checkConfig(kind, input.config ?? source.config)
  const secrets = checkSecrets(kind, changeSecrets(decryptSecrets(source.secrets), input.secrets ?? {}))
  const result = await run(async (signal) => {
    if (!kind.test) return { isOk: true, message: 'This kind of source has nothing to test.' }
    return kind.test({ db, config, secrets, signal })
  })
  await inTransaction(db, (trx) =>
    recordAudit(trx, actor, {
      action: 'source.tested',
      targetKind: 'source',
      target: source.id,
      detail: { ...result },
    }),
  )
  return result
}

async function run(test: (signal: AbortSignal) => Promise<TestResultView>): Promise<TestResultView> {
  const signal = AbortSignal.timeout(TEST_TIMEOUT_MS)
  const late = new Promise<TestResultView>((resolve) => {
    signal.addEventListener('abort', () =>
      resolve({ isOk: false, message: `The source didn’t respond within ${TEST_TIMEOUT_MS / 1_000} s.` }),
    )
  })
  return Promise.race([test(signal).catch((error: Error) => ({ isOk: false, message: error.message })), late])
}
