import { recordHead } from '@/lib/audit/record-head'
import { isDatabaseUnavailable } from '@/lib/core/db/is-unavailable'
import type { Db } from '@/lib/core/db/types'
import type { Log } from '@/lib/core/log'

export interface HeadRecorder {
  /** Records the newest entry soon; calls that come while one is under way are one more. */
  record(): void
  /** Answers when nothing is under way. */
  stop(): Promise<void>
}

/** Keeps the head of the audit log beside the data, and says once when the database contradicts it. */
export function startHeadRecorder(db: Db, log: Log): HeadRecorder {
  let running: Promise<void> | undefined
  let isAskedAgain = false
  let isStopped = false
  let isContradicted = false

  const recordOnce = async (): Promise<void> => {
    try {
      const outcome = await recordHead(db)
      if (outcome === 'contradicted' && !isContradicted) {
        log.error("the database doesn't have the audit entry that was recorded here: run guildhall doctor")
      }
      isContradicted = outcome === 'contradicted'
    } catch (error) {
      if (isDatabaseUnavailable(error))
        log.warn({ error: (error as Error).message }, 'waiting for the database to record the audit head')
      else log.error({ err: error }, 'could not record the audit head')
    }
  }
  const recordAll = async (): Promise<void> => {
    do {
      isAskedAgain = false
      await recordOnce()
    } while (isAskedAgain && !isStopped)
    running = undefined
  }
  return {
    record() {
      isAskedAgain = true
      if (!isStopped) running ??= recordAll()
    },
    async stop() {
      isStopped = true
      await running
    },
  }
}
