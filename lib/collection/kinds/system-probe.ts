import { cpus } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'

const RESOLUTION_MS = 20
const NS_PER_MS = 1e6
const NS_PER_SECOND = 1e9
/** What a process that has just started looks at, so that its first shares are of some time at all. */
const FIRST_LOOK_MS = 250

export interface SystemUsage {
  /** Share of all processors that was busy since the reading before, 0 to 1. */
  hostCpu: number
  /** Share of one processor that this process used since the reading before; above 1 with several threads. */
  processCpu: number
  residentBytes: number
  /** 99th percentile since the reading before. */
  eventLoopDelaySeconds: number
}

export interface SystemProbe {
  take(): Promise<SystemUsage>
}

let probe: SystemProbe | undefined

/** The probe of this process; it measures from its first call on, so the worker calls it when it starts. */
export function systemProbe(): SystemProbe {
  probe ??= createProbe()
  return probe
}

function createProbe(): SystemProbe {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  let before = look()
  return {
    async take() {
      const since = performance.now() - before.at
      if (since < FIRST_LOOK_MS) await delay(FIRST_LOOK_MS - since)
      const now = look()
      const host = { busy: now.host.busy - before.host.busy, total: now.host.total - before.host.total }
      const reading = {
        hostCpu: host.total > 0 ? host.busy / host.total : 0,
        processCpu: (now.process - before.process) / (now.at - before.at),
        residentBytes: process.memoryUsage.rss(),
        // The histogram holds the time between two ticks of its own timer, of which the delay is the rest.
        eventLoopDelaySeconds: Math.max(0, histogram.percentile(99) - RESOLUTION_MS * NS_PER_MS) / NS_PER_SECOND,
      }
      before = now
      histogram.reset()
      return reading
    },
  }
}

function look(): { at: number; process: number; host: { busy: number; total: number } } {
  const { user, system } = process.cpuUsage()
  const host = { busy: 0, total: 0 }
  for (const { times } of cpus()) {
    const busy = times.user + times.nice + times.sys + times.irq
    host.busy += busy
    host.total += busy + times.idle
  }
  return { at: performance.now(), process: (user + system) / 1_000, host }
}
