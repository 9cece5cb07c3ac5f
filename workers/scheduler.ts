import { type ClaimedRun, claimSlot } from '@/lib/collection/commands/claim-slot'
import { type Execution, executeRun } from '@/lib/collection/commands/execute-run'
import { renewLeases } from '@/lib/collection/commands/renew-leases'
import type { CollectorKind } from '@/lib/collection/kinds/kind'
import { listSchedules, readClock, type SourceSchedule } from '@/lib/collection/queries/list-schedules'
import { scheduleStart } from '@/lib/collection/rules/schedule'
import { type Slot, slotAfter, slotAt } from '@/lib/collection/rules/slots'
import { isDatabaseUnavailable } from '@/lib/core/db/is-unavailable'
import type { Db } from '@/lib/core/db/types'
import type { Log } from '@/lib/core/log'

/** Runs that one worker carries out at once; more wait for the next tick, here or at another worker. */
const RUNS_MAX = 4
/** A slot that another worker has is looked at again this often, in case that worker falls silent. */
const LOOK_AGAIN_MS = 2_000

export interface SchedulerOptions {
  db: Db
  workerId: string
  log: Log
  /** The time that slots are told by: the database's. */
  clock?: () => Promise<Date>
  findKind?: (name: string) => CollectorKind
  leaseMs?: number
}

export interface Scheduler {
  /** Rereads the sources and their schedules. */
  refresh(): Promise<void>
  /** Looks once at every source, and starts the runs that are due and nobody has. */
  tick(): Promise<void>
  /** Looks at all sources at the next tick, also at those that were waiting. */
  lookAgain(): void
  /** Carries out a run that is claimed already, under the same lease and the same shutdown as scheduled ones. */
  carryOut(run: ClaimedRun): Promise<Execution>
  /** Prolongs the leases of what is running here, and lets go of what is not ours any more. */
  renew(): Promise<void>
  /** When everything that runs here has ended. */
  idle(): Promise<void>
  /** Gives back what is running and starts nothing more. */
  stop(): Promise<void>
}

/** What a scheduler remembers of a source between two ticks. */
interface Watch {
  source: SourceSchedule
  slot: Slot | null
  nextAt: number
  isSettled: boolean
  lookAgainAt: number
}

interface ActiveRun {
  run: ClaimedRun
  abort: AbortController
  done: Promise<Execution>
}

/**
 * Applies the slot rule: at each tick it asks for every source which slot is due now and tries to claim it. It holds nothing
 * that counts: which runs exist is the database's to say, so that any number of schedulers may do the same, and one that
 * was stopped, suspended or set to another time goes on where the database stands.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { db, workerId, log, leaseMs, findKind } = options
  const clock = options.clock ?? (() => readClock(db))
  const watches = new Map<string, Watch>()
  const active = new Map<number, ActiveRun>()
  let isStopped = false
  let ticking: Promise<void> | undefined

  const refresh = async (): Promise<void> => {
    const sources = await listSchedules(db)
    const kept = new Set(sources.map((source) => source.id))
    for (const id of watches.keys()) if (!kept.has(id)) watches.delete(id)
    for (const source of sources) watches.set(source.id, watch(source))
  }

  const look = async (one: Watch, now: Date): Promise<void> => {
    moveTo(one, now)
    const { slot, source } = one
    if (!slot || one.isSettled || performance.now() < one.lookAgainAt) return
    if (slot.at <= scheduleStart(source.schedule, source.since)) {
      one.isSettled = true
      return
    }
    if ([...active.values()].some(({ run }) => run.sourceId === source.id) || active.size >= RUNS_MAX) return
    const { id: sourceId, version, schedule } = source
    const outcome = await claimSlot(db, {
      sourceId,
      version,
      schedule,
      slot,
      now,
      workerId,
      ...(leaseMs ? { leaseMs } : {}),
    })
    if (outcome.action === 'settled') one.isSettled = true
    if (outcome.action === 'wait') one.lookAgainAt = performance.now() + LOOK_AGAIN_MS
    if (outcome.action === 'claimed') void carryOut(outcome.run)
  }

  const tick = async (): Promise<void> => {
    if (isStopped || watches.size === 0) return
    const now = await clock()
    for (const one of [...watches.values()]) {
      if (isStopped) return
      try {
        await look(one, now)
      } catch (error) {
        if (isDatabaseUnavailable(error)) throw error
        log.error({ err: error, source: one.source.id }, 'could not check a source; the others continue')
        one.lookAgainAt = performance.now() + LOOK_AGAIN_MS
      }
    }
  }

  const carryOut = (run: ClaimedRun): Promise<Execution> => {
    const abort = new AbortController()
    if (isStopped) abort.abort()
    const done = executeRun(db, run, { signal: abort.signal, log, ...(findKind ? { findKind } : {}) })
      .then((execution) => {
        log.info({ run: run.id, source: run.sourceId, trigger: run.trigger, execution }, 'a collection run ended')
        return execution
      })
      .finally(() => active.delete(run.id))
    active.set(run.id, { run, abort, done })
    return done
  }

  return {
    refresh,
    carryOut,
    // One at a time: a tick that waits for the database must not be overtaken by the next.
    tick: () => {
      ticking ??= tick().finally(() => {
        ticking = undefined
      })
      return ticking
    },
    lookAgain: () => {
      for (const one of watches.values()) one.lookAgainAt = 0
    },
    renew: async () => {
      const lost = await renewLeases(
        db,
        [...active.values()].map(({ run }) => run),
        leaseMs,
      )
      for (const run of lost) {
        log.warn({ run: run.id }, 'another worker took over this run')
        active.get(run.id)?.abort.abort()
      }
    },
    idle: async () => {
      await ticking
      await Promise.allSettled([...active.values()].map(({ done }) => done))
    },
    stop: async () => {
      isStopped = true
      for (const { abort } of active.values()) abort.abort()
      await Promise.allSettled([ticking, ...[...active.values()].map(({ done }) => done)])
    },
  }
}

const watch = (source: SourceSchedule): Watch => ({ source, slot: null, nextAt: 0, isSettled: false, lookAgainAt: 0 })

/** Computes the slot anew only when time has left the one that is held, forward or, where the clock was set, back. */
function moveTo(one: Watch, now: Date): void {
  const ms = now.getTime()
  if (one.slot && ms >= one.slot.at.getTime() && ms < one.nextAt) return
  const { schedule } = one.source
  one.slot = slotAt(schedule, now)
  one.nextAt = slotAfter(schedule, now)?.at.getTime() ?? Number.POSITIVE_INFINITY
  one.isSettled = false
  one.lookAgainAt = 0
}
