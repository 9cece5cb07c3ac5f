import type { Selectable } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, type PageQuery, toPage } from '@/lib/core/db/keyset'
import type { Staff } from '@/lib/core/db/schema.generated'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { roleSchema, type StaffView } from '../schema'

const COLUMNS = ['id', 'name', 'email', 'role', 'disabled_at', 'password_hash', 'last_seen_at', 'created_at'] as const
const cursor = z.tuple([z.string(), z.uuid()])

/** All staff by name, a page at a time. */
export async function listStaff(db: ReadDb, { limit, after }: PageQuery): Promise<Page<StaffView>> {
  let query = db
    .selectFrom('staff')
    .select(COLUMNS)
    .orderBy('name')
    .orderBy('id')
    .limit(limit + 1)
  if (after !== undefined) {
    const [name, id] = decodeCursor(after, cursor)
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('name', 'id'), '>', tuple(name, id)))
  }
  return toPage(await query.execute(), limit, (row) => [row.name, row.id], toStaffView)
}

/** One person. @throws DomainError `staff.not_found` */
export async function getStaff(db: ReadDb, staffId: string): Promise<StaffView> {
  const row = await db.selectFrom('staff').select(COLUMNS).where('id', '=', staffId).executeTakeFirst()
  if (!row) throw notFound('staff', staffId)
  return toStaffView(row)
}

/** The person with this e-mail address, whatever its case. */
export async function findStaffByEmail(db: ReadDb, email: string): Promise<StaffView | undefined> {
  const row = await db
    .selectFrom('staff')
    .select(COLUMNS)
    .where(({ fn, eb }) => eb(fn('lower', ['email']), '=', email.trim().toLowerCase()))
    .executeTakeFirst()
  return row && toStaffView(row)
}

const toStaffView = (row: Pick<Selectable<Staff>, (typeof COLUMNS)[number]>): StaffView => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: roleSchema.parse(row.role),
  isDisabled: row.disabled_at !== null,
  hasPassword: row.password_hash !== null,
  lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
})
