import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission } from '../actor'
import type { Role } from '../permissions'
import { getStaff } from '../queries/list-staff'
import type { ChangeStaff, StaffView } from '../schema'
import { endAll } from './end-sessions'

interface StaffState {
  name: string
  role: string
  isDisabled: boolean
}

/**
 * Renames a person, gives them another role, or disables or enables them. Disabling ends all their sessions at once, another
 * role their open sockets, which come back with the rooms of the new one.
 * @throws DomainError `permission.denied`, `staff.not_found`, `staff.last_operator` (conflict)
 */
export async function changeStaff(db: Db, actor: Actor, input: ChangeStaff & { staffId: string }): Promise<StaffView> {
  requirePermission(actor, 'staff:write')
  return inTransaction(db, async (trx) => {
    const operators = await lockOperators(trx)
    const before = await lockStaff(trx, input.staffId)
    const after: StaffState = {
      name: input.name ?? before.name,
      role: input.role ?? before.role,
      isDisabled: input.isDisabled ?? before.isDisabled,
    }
    const action = actionOf(before, after)
    if (!action) return getStaff(trx, input.staffId)
    if (!isOperating(after) && operators.length === 1 && operators[0] === input.staffId) throw lastOperator()
    await store(trx, input.staffId, before, after)
    await recordAudit(trx, actor, { action, targetKind: 'staff', target: input.staffId, detail: { before, after } })
    return getStaff(trx, input.staffId)
  })
}

async function store(trx: Trx, staffId: string, before: StaffState, after: StaffState): Promise<void> {
  const isNowDisabled = after.isDisabled && !before.isDisabled
  await trx
    .updateTable('staff')
    .set((row) => ({
      name: after.name,
      role: after.role,
      updated_at: new Date(),
      ...(after.isDisabled === before.isDisabled ? {} : { disabled_at: after.isDisabled ? new Date() : null }),
      ...(isNowDisabled ? { session_version: row('session_version', '+', 1) } : {}),
    }))
    .where('id', '=', staffId)
    .execute()
  await publishChange(trx, { topic: 'staff', id: staffId })
  if (isNowDisabled) await endAll(trx, { staffId, reason: 'disabled' })
  else if (after.role !== before.role) await publishChange(trx, { topic: 'sessions', id: staffId })
}

/**
 * Ids of the operators who may sign in, locked: of two that would demote each other the second waits here, and then sees
 * that it is about the last one.
 */
export async function lockOperators(trx: Trx): Promise<string[]> {
  const rows = await trx
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'operator' satisfies Role)
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map((row) => row.id)
}

async function lockStaff(trx: Trx, staffId: string): Promise<StaffState> {
  const row = await trx
    .selectFrom('staff')
    .select(['name', 'role', 'disabled_at'])
    .where('id', '=', staffId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('staff', staffId)
  return { name: row.name, role: row.role, isDisabled: row.disabled_at !== null }
}

/** What the log calls the change, by its gravest part; null where nothing changes. */
function actionOf(before: StaffState, after: StaffState): string | null {
  if (before.isDisabled !== after.isDisabled) return after.isDisabled ? 'staff.disabled' : 'staff.enabled'
  if (before.role !== after.role) return 'staff.role_changed'
  return before.name === after.name ? null : 'staff.renamed'
}

const isOperating = (state: StaffState): boolean => state.role === 'operator' && !state.isDisabled

const lastOperator = () =>
  conflict('staff.last_operator', 'This is the last operator. Make another staff member an operator first.')
