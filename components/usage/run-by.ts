import type { RunView } from '@/lib/collection/schema'

/** Who had the run made, as it stands after "by": a name where there is one. */
export function startedByText({ by, byName }: Pick<RunView, 'by' | 'byName'>): string {
  if (byName) return byName
  if (by === 'schedule' || by === 'system') return 'the schedule'
  if (by === 'cli') return 'the command line'
  return by.startsWith('key:') ? 'a key' : 'a staff member'
}
