import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { PERIODS, type Period, startOfPeriod } from '@/components/screen/period'
import { RUN_STATUSES, RUN_TRIGGERS, type RunStatus, type RunTrigger } from '@/lib/collection/terms'
import { uuidOf } from '@/lib/core/uuid'

/** What the address of the page says about the list. */
export const runParams = {
  source: parseAsString,
  status: parseAsStringLiteral(RUN_STATUSES),
  trigger: parseAsStringLiteral(RUN_TRIGGERS),
  period: parseAsStringLiteral(PERIODS).withDefault('all'),
}
export const loadRunParams = createLoader(runParams)

export interface RunParams {
  source: string | null
  status: RunStatus | null
  trigger: RunTrigger | null
  period: Period
}

/** The API's filter for what the address says; a source that can't be one is no filter. @param now in milliseconds */
export function toRunFilter({ source, status, trigger, period }: RunParams, now: number) {
  return {
    source: uuidOf(source),
    status: status ?? undefined,
    trigger: trigger ?? undefined,
    from: startOfPeriod(period, now),
  }
}
export type RunFilter = Partial<ReturnType<typeof toRunFilter>>
