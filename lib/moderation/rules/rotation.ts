import type { Rotation } from '../schema/queues'

/** Something that a person did in a queue. */
export interface QueueActivity {
  at: Date
  kind: 'decision' | 'reveal'
}

const MINUTE_MS = 60_000

/**
 * Until when somebody rests from a queue, or null. What counts is what they did since their last pause, which is a time of
 * `pauseMinutes` without a deed; once that is enough they rest until such a pause is over.
 * @param deeds the oldest first
 */
export function cooldownUntil(rotation: Rotation, deeds: readonly QueueActivity[], now: Date): Date | null {
  const pauseMs = rotation.pauseMinutes * MINUTE_MS
  const stint = sinceLastPause(deeds, pauseMs, now)
  const [first, last] = [stint[0], stint.at(-1)]
  if (!first || !last) return null
  const count = (kind: QueueActivity['kind']) => stint.filter((deed) => deed.kind === kind).length
  const { minutes, decisions, reveals } = rotation
  const isEnough =
    (decisions !== undefined && count('decision') >= decisions) ||
    (reveals !== undefined && count('reveal') >= reveals) ||
    (minutes !== undefined && now.getTime() - first.at.getTime() >= minutes * MINUTE_MS)
  return isEnough ? new Date(last.at.getTime() + pauseMs) : null
}

function sinceLastPause(deeds: readonly QueueActivity[], pauseMs: number, now: Date): readonly QueueActivity[] {
  let next = now.getTime()
  let start = deeds.length
  while (start > 0) {
    const at = deeds[start - 1]?.at.getTime() ?? 0
    if (next - at >= pauseMs) break
    next = at
    start -= 1
  }
  return deeds.slice(start)
}
