import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import type { ScreenedItem } from '../../engine/compile'
import { readLabelledTexts } from '../../engine/labelled-texts'

/** A part of what a rule is tested on. */
export interface LabelledChunk {
  items: { item: ScreenedItem; label: boolean }[]
  bad: { line: number; reason: string }[]
  /** Of the source, with this part; 0 where it is no file. */
  bytesDone: number
}

const CHUNK_BYTES = 64 * 1024
const DECISIONS_AT_ONCE = 500
/** The latest ones: what was decided years ago says little of the rule of today. */
const DECISIONS_MAX = 50_000

export async function* inChunks(file: Buffer, onChunk: (end: number) => void = () => {}): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < file.byteLength; start += CHUNK_BYTES) {
    onChunk(Math.min(file.byteLength, start + CHUNK_BYTES))
    yield file.subarray(start, start + CHUNK_BYTES)
  }
}

/** @throws DomainError `backtest.bad_file` (invalid) */
export async function* readFileChunks(file: Buffer): AsyncGenerator<LabelledChunk> {
  let bytesDone = 0
  const chunks = inChunks(file, (end) => {
    bytesDone = end
  })
  for await (const { rows, bad } of readLabelledTexts(chunks))
    yield { items: rows.map(({ text, label }) => ({ item: { text }, label })), bad, bytesDone }
}

interface DecidedRow {
  /** Of the case. */
  id: number
  decidedAt: string
  text: string
  label: boolean
  ageHours: number | null
}

/** How many decided cases there are to go through; those without a text, which are passed over, are counted as well. */
export async function countDecided(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from moderation_case where status = 'decided' limit ${sql.lit(DECISIONS_MAX)}
    ) as each`.execute(db)
  return rows[0]?.count ?? 0
}

/**
 * What people have decided, the latest first: an item about which something was done is one that a rule shall find. The age of
 * the account is the one when the case was opened.
 */
export async function* readDecidedChunks(db: Db): AsyncGenerator<LabelledChunk> {
  let after: Pick<DecidedRow, 'id' | 'decidedAt'> | null = null
  for (let read = 0; read < DECISIONS_MAX; ) {
    const rows: DecidedRow[] = await readDecided(db, after)
    if (rows.length === 0) return
    yield {
      items: rows.map(({ text, label, ageHours }) => ({
        item: { text, signals: { authorAgeHours: ageHours } },
        label,
      })),
      bad: [],
      bytesDone: 0,
    }
    read += rows.length
    after = rows.at(-1) ?? null
    if (rows.length < DECISIONS_AT_ONCE) return
  }
}

/**
 * Cases are read in the order of their own index, a page of them before anything is looked up for each: whoever begins with
 * decisions has PostgreSQL join all of them for every page.
 */
async function readDecided(db: Db, after: Pick<DecidedRow, 'id' | 'decidedAt'> | null): Promise<DecidedRow[]> {
  const beyond = after
    ? sql`and (self.decided_at, self.id) < (${after.decidedAt}::timestamptz, ${after.id}::bigint)`
    : sql``
  const { rows } = await sql<DecidedRow>`
    select page.id, page.decided_at::text as "decidedAt", page.text,
      exists (select from moderation_action where decision_id = page.decision_id
        and type in ('hide', 'remove', 'warn', 'mute', 'suspend', 'ban', 'custom')) as label,
      (extract(epoch from page.opened_at - member.joined_at)::double precision / 3600) as "ageHours"
    from (
      select self.id, self.decided_at, self.decision_id, self.opened_at, self.member_id, self.content ->> 'text' as text
      from moderation_case as self join moderation_decision as ruling on ruling.id = self.decision_id
      where self.status = 'decided' and ruling.decided_by <> 'system' and ruling.reverses_id is null
        and coalesce(self.content ->> 'text', '') <> '' ${beyond}
      order by self.decided_at desc, self.id desc limit ${sql.lit(DECISIONS_AT_ONCE)}
    ) as page
    left join member on member.id = page.member_id
    order by page.decided_at desc, page.id desc`.execute(db)
  return rows
}
