import { deleteExpiredIdempotencyKeys } from '@/lib/core/http/idempotency'
import type { TaskHandler } from '@/lib/core/jobs/handler'
import { sweepLinks } from '@/lib/core/links/links'
import { deleteExpiredThrottles } from '@/lib/core/throttle'
import { DOMAINS } from '@/lib/domains'
import { getSettings } from '../queries'
import type { applyRetentionTask } from '../tasks'

/** Removes what the settings say is not to be kept any longer: of every domain, in their order. */
export const handler: TaskHandler<typeof applyRetentionTask> = async (_payload, { db, signal, log }) => {
  const settings = await getSettings(db)
  const now = new Date()
  const gone: Record<string, number> = {}
  for (const { name, load } of DOMAINS.flatMap(({ retention = [] }) => retention)) {
    const drop = await load()
    const dropped = await drop(db, settings, now, signal)
    Object.assign(gone, typeof dropped === 'number' ? { [name]: dropped } : dropped)
  }
  const keys = await deleteExpiredIdempotencyKeys(db)
  const links = await sweepLinks(db, { signal })
  await deleteExpiredThrottles(db, now)
  log.info({ ...gone, keys, links }, 'applied retention')
}
