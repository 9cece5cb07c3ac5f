import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { listAcceptedGaps } from './accepted-gaps'
import { DETAIL_ERASED } from './commands'
import { readRecordedHead, UnreadableHead } from './head-file'
import { getAuditHead, microseconds } from './queries'
import { formatOf, type Gap, GENESIS_HASH, hashDetail, hashEntry, type JsonValue } from './rules'
import type { AuditChainView, AuditHead, RecordedHead } from './schema'

const BATCH = 2_000

interface EntryRow {
  id: number
  at: Date
  at_text: string
  actor_kind: string
  actor_id: string | null
  action: string
  target_kind: string
  target_id: string | null
  detail_hash: Buffer
  previous_hash: Buffer
  hash: Buffer
  salt: Buffer | null
  detail: JsonValue
}

type ChainProblem = NonNullable<AuditChainView['fault']>
type Formats = readonly { from_id: number; format: number }[]

/** What is wrong, and at which entry. */
interface Finding {
  fault: ChainProblem
  brokenAt: number | null
  reason: string
}

/** What reading the whole chain brought. */
interface Scan {
  finding: Finding | null
  entries: number
  lastId: number
  missingDetails: number
  erasedDetails: number
  gaps: AuditChainView['gaps']
  /** Of the entries that are to be compared, by id and in hex, as far as they are there. */
  hashes: Map<number, string>
}

/** An entry that is known from elsewhere. */
type KnownHead = Pick<AuditHead, 'id' | 'hash'>

export interface VerifyOptions {
  signal?: AbortSignal | undefined
  /** A head that somebody noted, to be compared beside the recorded one. */
  expected?: KnownHead | undefined
}

/**
 * Recomputes the whole chain, a batch at a time: every entry follows the one before, every hash is the one of its entry, and
 * every detail that is there is the one that was hashed. Details that are not there have to be as many as erasing recorded, and ids
 * that are missing have to be lost with a restore that was accepted. At last the database has to hold the head that was recorded
 * beside the data of this machine, which finds an end that was cut off, or written anew.
 */
export async function verifyAudit(db: ReadDb, { signal, expected }: VerifyOptions = {}): Promise<AuditChainView> {
  // First what was recorded, which was committed before: whatever is written meanwhile comes after it.
  const { recorded, unreadable } = await readRecorded()
  const head = await getAuditHead(db)
  const scan = await scanChain(db, new Set([recorded?.id, expected?.id]), signal)
  const finding =
    scan.finding ??
    unreadable ??
    (recorded && compareHead(recorded, scan, 'recorded on this machine')) ??
    (expected && compareHead(expected, scan, 'saved elsewhere')) ??
    countDetails(scan)
  const { entries, missingDetails: erasedDetails, gaps } = scan
  const verdict = finding ?? { fault: null, brokenAt: null, reason: '' }
  return { isIntact: finding === null, ...verdict, entries, erasedDetails, head, recorded, gaps }
}

async function readRecorded(): Promise<{ recorded: RecordedHead | null; unreadable: Finding | null }> {
  try {
    return { recorded: await readRecordedHead(), unreadable: null }
  } catch (error) {
    if (!(error instanceof UnreadableHead)) throw error
    return { recorded: null, unreadable: { fault: 'head_unreadable', brokenAt: null, reason: error.message } }
  }
}

async function scanChain(db: ReadDb, compared: Set<number | undefined>, signal?: AbortSignal): Promise<Scan> {
  const formats = await db.selectFrom('audit_format').selectAll().execute()
  const scan: Scan = {
    ...{ finding: null, entries: 0, lastId: 0, missingDetails: 0, erasedDetails: 0 },
    ...{ gaps: [], hashes: new Map<number, string>() },
  }
  let previous: Buffer = GENESIS_HASH
  for (;;) {
    signal?.throwIfAborted()
    const rows = await readBatch(db, scan.lastId)
    for (const row of rows) {
      scan.finding = (await explainGap(db, row.id, scan)) ?? problemOf(row, previous, formats)
      if (scan.finding) return { ...scan, entries: scan.entries + 1 }
      if (row.salt === null) scan.missingDetails += 1
      if (row.action === DETAIL_ERASED) scan.erasedDetails += detailsOf(row.detail)
      if (compared.has(row.id)) scan.hashes.set(row.id, row.hash.toString('hex'))
      scan.entries += 1
      scan.lastId = row.id
      previous = row.hash
    }
    if (rows.length < BATCH) return scan
  }
}

/** Ids may be missing where a restore that lost them was accepted. */
async function explainGap(db: ReadDb, id: number, scan: Scan): Promise<Finding | null> {
  const gap: Gap = { after: scan.lastId, before: id }
  if (gap.before === gap.after + 1) return null
  const accepted = (await listAcceptedGaps(db)).find(
    ({ after, before }) => after === gap.after && before === gap.before,
  )
  if (!accepted) return { fault: 'entry_missing', brokenAt: id, reason: `${missingText(gap)} missing.` }
  scan.gaps.push(accepted)
  return null
}

function missingText({ after, before }: Gap): string {
  const [first, last] = [after + 1, before - 1]
  return first >= last ? `Entry ${first} is` : `Entries ${first} to ${last} are`
}

function problemOf(row: EntryRow, previous: Buffer, formats: Formats): Finding | null {
  const found = (fault: ChainProblem, reason: string): Finding => ({ fault, brokenAt: row.id, reason })
  if (!row.previous_hash.equals(previous)) {
    return found('entry_misplaced', `Entry ${row.id} doesn’t follow the entry before it.`)
  }
  const format = formatOf(row.id, formats)
  const facts = {
    id: row.id,
    at: format === 1 ? row.at.toISOString() : row.at_text,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    action: row.action,
    targetKind: row.target_kind,
    targetId: row.target_id,
  }
  if (!hashEntry(previous, facts, row.detail_hash, format).equals(row.hash)) {
    return found('entry_changed', `Entry ${row.id} was changed.`)
  }
  if (row.salt && !hashDetail(row.salt, row.detail).equals(row.detail_hash)) {
    return found('detail_changed', `The details of entry ${row.id} were changed.`)
  }
  return null
}

/** Whether the database still holds an entry that is known from elsewhere. */
function compareHead({ id, hash }: KnownHead, scan: Scan, how: string): Finding | null {
  const found = scan.hashes.get(id)
  if (found === hash) return null
  if (found) {
    const reason = `Entry ${id} isn’t the one that was ${how}. The end of the log was rewritten.`
    return { fault: 'head_replaced', brokenAt: id, reason }
  }
  const after = scan.gaps.find((gap) => gap.after < id && id < gap.before)?.after ?? scan.lastId
  const reason = `Entry ${id} was ${how}, but the log has nothing between entry ${after} and it. The end of the log was removed, or an older backup was restored.`
  return { fault: 'head_missing', brokenAt: after + 1, reason }
}

function countDetails({ missingDetails, erasedDetails }: Scan): Finding | null {
  if (missingDetails === erasedDetails) return null
  const reason = `Details are missing from ${missingDetails} entries, but erasing members removed them from ${erasedDetails}.`
  return { fault: 'details_missing', brokenAt: null, reason }
}

async function readBatch(db: ReadDb, afterId: number): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select entry.*, ${microseconds(sql`entry.at`)} as at_text, detail.salt, detail.detail
    from audit_entry as entry left join audit_detail as detail on detail.entry_id = entry.id
    where entry.id > ${afterId} order by entry.id limit ${BATCH}`.execute(db)
  return rows
}

const detailsOf = (detail: JsonValue): number => {
  const details = detail !== null && typeof detail === 'object' && !Array.isArray(detail) ? detail.details : 0
  return typeof details === 'number' ? details : 0
}
