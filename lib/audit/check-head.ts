import type { ReadDb } from '@/lib/core/db/types'
import type { AttentionItem, HealthFinding } from '@/lib/domain'
import { readRecordedHead, UnreadableHead } from './head-file'
import { findEntryHash } from './queries'
import type { RecordedHead } from './schema'

/** Whether the newest entry that this machine recorded is still in the database's log. */
export async function checkHead(db: ReadDb): Promise<HealthFinding> {
  let recorded: RecordedHead | null
  try {
    recorded = await readRecordedHead()
  } catch (error) {
    if (!(error instanceof UnreadableHead)) throw error
    return { state: 'failing', detail: error.message, href: '/operations/audit' }
  }
  if (!recorded) return { state: 'ok', detail: 'No entry has been recorded on this machine yet.', href: null }
  if ((await findEntryHash(db, recorded.id)) === recorded.hash)
    return {
      state: 'ok',
      detail: `The log has entry ${recorded.id}, the last one recorded on this machine.`,
      href: null,
    }
  return {
    state: 'failing',
    detail: `Entry ${recorded.id}, recorded on this machine, is missing or different. The log was truncated, changed or restored from a backup.`,
    href: '/operations/audit',
  }
}

/** A log that lost entries. */
export async function findAttention(db: ReadDb): Promise<AttentionItem[]> {
  const { state, detail } = await checkHead(db)
  if (state === 'ok') return []
  return [
    {
      id: 'audit-head',
      tone: 'danger',
      title: 'The audit log doesn’t match its record',
      detail,
      href: '/operations/audit',
      action: 'Open audit log',
    },
  ]
}
