import { countOf, formatBytes } from '@/components/ui/format'
import type { HealthView } from '@/lib/collection/schema'
import { formatDuration } from '@/lib/core/time/format'

export type HealthState = 'good' | 'attention' | 'failing'

/** One part of the system: how it is, and what to do where it is not as it should be. */
export interface HealthComponent {
  id: string
  title: string
  state: HealthState
  /** The figures, in a sentence. */
  detail: string
  /** What is wrong and what to do next; empty where all is well. */
  advice: string
  /** Where to look into it. */
  href?: string | null
}

/** Connections taken, of those that the database gives, from which on it is time to act. */
const CONNECTIONS_HIGH = 0.8
/** A job may wait a little; this long means that the workers don't keep up. */
const WAIT_LONG_MS = 5 * 60_000

/** Every part, in the order in which one would look. */
export function assessHealth(health: HealthView): HealthComponent[] {
  return [
    ...[web, workers, jobs, sources, database, schema, partitions].map((judge) => judge(health)),
    ...checks(health),
  ]
}

const CHECK_STATES = { ok: 'good', warning: 'attention', failing: 'failing' } as const

const checks = (health: HealthView): HealthComponent[] =>
  health.checks.map(({ name, title, state, detail, href }) => ({
    id: name,
    title,
    state: CHECK_STATES[state],
    detail,
    advice: '',
    href,
  }))

const web = (): HealthComponent => ({
  id: 'web',
  title: 'Web',
  state: 'good',
  detail: 'The web server is responding.',
  advice: '',
})

function workers({ workers: all }: HealthView): HealthComponent {
  const alive = all.filter((worker) => worker.isAlive)
  const silent = all.length - alive.length
  const detail = `${countOf(alive.length, 'worker')} alive${silent > 0 ? `, ${silent} silent` : ''}.`
  const base = { id: 'workers', title: 'Workers', detail } as const
  if (alive.length === 0) {
    return {
      ...base,
      state: 'failing',
      advice:
        'Nothing is collected and no jobs run. Start a worker. npm start starts one automatically, so check its output.',
    }
  }
  if (silent > 0) {
    return {
      ...base,
      state: 'attention',
      advice:
        'Other workers take over their runs and jobs after 30 s. If you didn’t stop the silent workers, check their logs.',
    }
  }
  return { ...base, state: 'good', advice: '' }
}

function jobs({ jobs: state, asOf }: HealthView): HealthComponent {
  const waitMs = state.oldestWaitingSince ? Date.parse(asOf) - Date.parse(state.oldestWaitingSince) : 0
  const detail = [
    `${state.running} running, ${state.waiting} waiting`,
    waitMs > 1_000 ? `, the oldest for ${formatDuration(waitMs)}` : '',
    state.failed > 0 ? `, ${state.failed} failed` : '',
  ].join('')
  const base = { id: 'jobs', title: 'Job queue', detail: `${detail}.` } as const
  if (state.failed > 0) {
    return {
      ...base,
      state: 'failing',
      advice: 'Failed jobs have used all their attempts. Their errors are listed below.',
    }
  }
  if (waitMs > WAIT_LONG_MS) {
    return {
      ...base,
      state: 'attention',
      advice: 'The workers can’t keep up. If no import is running, start another worker.',
    }
  }
  return { ...base, state: 'good', advice: '' }
}

function sources({ sources: { total, paused, late } }: HealthView): HealthComponent {
  const detail = `${countOf(total, 'source')}${paused > 0 ? `, ${paused} paused` : ''}${late > 0 ? `, ${late} late` : ''}.`
  const base = { id: 'sources', title: 'Sources', detail } as const
  if (late > 0) {
    return {
      ...base,
      state: 'attention',
      advice: 'No worker has started the runs that are due. Check the workers, then the sources’ last runs.',
    }
  }
  if (total === 0) return { ...base, state: 'attention', advice: 'Nothing is collected. Add a source.' }
  return { ...base, state: 'good', advice: '' }
}

function database({ database: { version, sizeBytes, connections, connectionsMax } }: HealthView): HealthComponent {
  const detail = `PostgreSQL ${version}, ${formatBytes(sizeBytes)}, ${connections} of ${connectionsMax} connections.`
  const base = { id: 'database', title: 'Database', detail } as const
  if (connections >= CONNECTIONS_HIGH * connectionsMax) {
    return {
      ...base,
      state: 'attention',
      advice: 'Few connections are left. Increase max_connections or run fewer web processes.',
    }
  }
  return { ...base, state: 'good', advice: '' }
}

/** The web refuses to start over a schema that is not its own, so that what is there fits. */
const schema = ({ schema: { migration } }: HealthView): HealthComponent => ({
  id: 'schema',
  title: 'Migrations',
  state: 'good',
  detail: migration ? `All applied. The latest is ${migration}.` : 'All applied.',
  advice: '',
})

function partitions({ schema: { partitionsUntil }, asOf }: HealthView): HealthComponent {
  const base = { id: 'partitions', title: 'Partitions' } as const
  if (!partitionsUntil) {
    return {
      ...base,
      state: 'attention',
      detail: 'None.',
      advice: 'The first write creates the partitions it needs. Check again after that.',
    }
  }
  const detail = `They cover data until the end of ${partitionsUntil}.`
  // Made three months ahead; what is left once the job has not run for long.
  if (partitionsUntil <= asOf.slice(0, 7)) {
    return {
      ...base,
      detail,
      state: 'attention',
      advice: 'Partitions should exist months ahead. A worker creates them, so check its jobs.',
    }
  }
  return { ...base, detail, state: 'good', advice: '' }
}
