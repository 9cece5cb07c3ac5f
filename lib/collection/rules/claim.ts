/** What a worker finds when it looks at a source whose slot is due. */
export interface ClaimState {
  slot: Date
  /** The source's run in progress, of whatever slot; null slot where somebody asked for it. */
  running: { slot: Date | null; isLeaseOver: boolean } | null
  /** Whether the slot has a row already, running, done or missed. */
  isSlotTaken: boolean
}

/**
 * - `start`: nobody has the slot and nothing is in the way.
 * - `take-over`: the worker that had it fell silent, and its interval lasts.
 * - `wait`: a run is in progress and its worker is alive; look again.
 * - `settled`: there is nothing to do for this slot any more.
 */
export type ClaimAction = 'start' | 'take-over' | 'wait' | 'settled'

export interface ClaimDecision {
  action: ClaimAction
  /** Whether the run in progress has to be closed as failed first, because its worker fell silent. */
  isRunLost: boolean
}

/** What to do about a due slot; the caller holds the source's lock, so that nobody else decides at the same time. */
export function decideClaim({ slot, running, isSlotTaken }: ClaimState): ClaimDecision {
  const isOwn = running?.slot?.getTime() === slot.getTime()
  if (running && !running.isLeaseOver) return { action: 'wait', isRunLost: false }
  if (running && isOwn) return { action: 'take-over', isRunLost: false }
  return { action: isSlotTaken ? 'settled' : 'start', isRunLost: running !== null }
}
