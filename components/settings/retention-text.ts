import type { RetentionSetting } from '@/lib/domain'
import type { Settings } from '@/lib/settings/schema'

/** What a change would delete that was kept so far, a line each. */
export function newlyExpired(entries: readonly RetentionSetting[], before: Settings, after: Settings): string[] {
  return entries
    .filter(({ name }) => daysOf(after[name]) < daysOf(before[name]))
    .map(({ name, dropped }) =>
      after[name] === 0
        ? `All ${dropped}`
        : `Older than ${after[name]} ${after[name] === 1 ? 'day' : 'days'}: ${dropped}`,
    )
}

const daysOf = (days: number | null): number => days ?? Number.POSITIVE_INFINITY
