import { createPool } from '@/lib/core/db/client'
import { localDate } from '@/lib/core/time/zoned'
import { changeSettings } from '@/lib/settings/commands'
import { actorRef, cliActor } from '@/lib/staff/actor'
import { expect } from '@/tests/support/database'
import { testWithManyCases as test } from '@/tests/support/many-cases'
import { aModerator, theInbox } from '@/tests/support/moderation'
import { findLargeScans, noteStatements } from '@/tests/support/sql-snapshot'
import { submitVerdict } from '../commands/submit-verdict'
import { getInsight } from './insight/get-insight'
import { listReviews } from './second-reviews/list-reviews'
import { nextReview } from './second-reviews/next-review'

const LARGE = 10_000

test('neither figures of a month nor second reviews read a large table from end to end, with 100,000 cases of two years', async ({
  db,
  connectionString,
}) => {
  await changeSettings(db, cliActor, { secondReviewShare: 0.05 })
  const pool = createPool(connectionString, 8)
  const noted = noteStatements(pool)
  const now = new Date()
  const today = localDate(now.toISOString(), 'UTC')
  const queue = await theInbox(db)
  noted.take()

  for (const asked of [{}, { queue }, { from: today.subtract({ days: 90 }).toString(), to: today.toString() }]) {
    const view = await getInsight(noted.db, cliActor, asked, now)
    expect(view.decisions.count).toBeGreaterThan(3_000)
    expect(view.moderators).toHaveLength(5)
    expect(view.rules).toHaveLength(3)
    expect(view.agreement.n).toBeGreaterThan(100)
    expect(view.overturned.whole).toBeGreaterThan(100)
    expect(view.reporters.right.whole).toBeGreaterThan(1_000)
  }
  const reviewer = await aModerator(db)
  const { review, waiting } = await nextReview(noted.db, reviewer, { queue, skip: [] })
  expect(waiting).toBeGreaterThan(50)
  await submitVerdict(noted.db, reviewer, { decisionId: review?.decisionId ?? '', policyId: null, reason: '' })
  const first = await listReviews(noted.db, { limit: 50, isAgreed: false })
  expect(first.items).toHaveLength(50)
  await listReviews(noted.db, { limit: 50, after: first.next ?? undefined, queue, moderator: actorRef(reviewer) })

  const statements = noted.take()
  expect(statements.length).toBeGreaterThan(20)
  const scans = await findLargeScans(pool, statements, LARGE)
  await pool.end()
  expect(scans).toEqual([])
}, 300_000)
