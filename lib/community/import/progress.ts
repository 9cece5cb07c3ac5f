import type { ImportCounts, ImportProgress } from '../schema'

const NONE: ImportCounts = { lines: 0, messages: 0, new: 0, changed: 0, unchanged: 0, superseded: 0, rejected: 0 }

/** How far an import is, for whoever looks. */
export interface ProgressMeter {
  begin: (phase: ImportProgress['phase'], total: number | null, counts?: Partial<ImportCounts>) => void
  /** `done` in the unit of the total, `items` in lines or messages. */
  advance: (done: number, items: number, counts: Partial<ImportCounts>) => void
  read: () => { progress: ImportProgress; counts: ImportCounts }
}

/** A meter that derives rate and remaining time from the time that a phase has taken. `clock` answers milliseconds. */
export function createProgressMeter(clock: () => number): ProgressMeter {
  let phase: ImportProgress['phase'] = 'reading'
  let [total, done, items, startedAt]: [number | null, number, number, number] = [null, 0, 0, clock()]
  let counts = NONE
  return {
    begin(next, nextTotal, known = {}) {
      phase = next
      ;[total, done, items, startedAt] = [nextTotal, 0, 0, clock()]
      counts = { ...counts, ...known }
    },
    advance(nextDone, nextItems, known) {
      done = nextDone
      items = nextItems
      counts = { ...counts, ...known }
    },
    read() {
      const seconds = (clock() - startedAt) / 1000
      const isMeasured = seconds > 0 && done > 0
      const remainingSeconds = isMeasured && total !== null ? Math.max(0, ((total - done) / done) * seconds) : null
      return { progress: { phase, done, total, rate: isMeasured ? items / seconds : 0, remainingSeconds }, counts }
    },
  }
}
