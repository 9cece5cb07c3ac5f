import type { ReadDb } from '@/lib/core/db/types'
import { countOf } from '@/lib/core/text'
import type { AttentionItem } from '@/lib/domain'
import type { Actor } from '@/lib/staff/actor'
import type { FreshnessView, HealthView, RunView } from '../schema'
import { getFreshness } from './get-freshness'
import { getHealth } from './get-health'
import { listRuns } from './runs'

/** A job that waits this long is not just behind others. */
const WAITING_LONG_MS = 10 * 60_000

/** What is wrong with sources, workers and jobs, and the first steps of a new installation. */
export async function findAttention(db: ReadDb, _actor: Actor): Promise<AttentionItem[]> {
  const [freshness, health, backfills] = await Promise.all([
    getFreshness(db),
    getHealth(db),
    listRuns(db, { trigger: 'backfill', limit: 1 }),
  ])
  return attentionOf({ freshness, health, lastBackfill: backfills.items[0] })
}

interface State {
  freshness: FreshnessView
  health: HealthView
  lastBackfill: RunView | undefined
}

/** The worst first. */
export const attentionOf = ({ freshness, health, lastBackfill }: State): AttentionItem[] => [
  ...worker(freshness),
  ...troubledSources(freshness),
  ...jobs(health),
  ...(lastBackfill ? backfill(lastBackfill) : []),
  ...nextSteps(freshness),
]

function worker({ isWorkerAlive }: FreshnessView): AttentionItem[] {
  if (isWorkerAlive) return []
  return [
    {
      id: 'worker',
      tone: 'danger',
      title: 'No worker is running',
      detail: 'Start a worker to collect data and process jobs. Slots missed until then leave gaps in the charts.',
      href: '/operations/health',
      action: 'View health',
    },
  ]
}

const TROUBLE = {
  failed: { tone: 'danger', title: 'failed at its last slot', detail: 'Its charts have a gap since then.' },
  missed: {
    tone: 'warn',
    title: 'missed its last slot',
    detail: 'No worker collected it in time, so its charts have a gap.',
  },
  late: { tone: 'warn', title: 'is late', detail: 'A slot is due, but no worker has started it.' },
} as const

const troubledSources = ({ troubled }: FreshnessView): AttentionItem[] =>
  troubled.map(({ id, name, reason, runId }) => ({
    id: `source-${id}`,
    tone: TROUBLE[reason].tone,
    title: `${name} ${TROUBLE[reason].title}`,
    detail: TROUBLE[reason].detail,
    href: runId ? `/operations/runs/${runId}` : '/operations',
    action: runId ? 'View run' : 'View sources',
  }))

function jobs({ jobs: { failed, failures, oldestWaitingSince, waiting }, asOf }: HealthView): AttentionItem[] {
  const items: AttentionItem[] = []
  if (failed > 0) {
    const tasks = [...new Set(failures.map(({ task }) => task.replaceAll('-', ' ')))]
    items.push({
      id: 'jobs-failed',
      tone: 'danger',
      title: `${countOf(failed, 'job')} failed permanently`,
      detail: `All attempts failed: ${tasks.join(', ')}.`,
      href: '/operations/health',
      action: 'View failed jobs',
    })
  }
  if (oldestWaitingSince && Date.parse(asOf) - Date.parse(oldestWaitingSince) > WAITING_LONG_MS) {
    items.push({
      id: 'jobs-waiting',
      tone: 'warn',
      title: `${countOf(waiting, 'job')} waiting`,
      detail: 'Some have waited for more than ten minutes, so figures can be out of date.',
      href: '/operations/health',
      action: 'View queue',
    })
  }
  return items
}

function backfill(run: RunView): AttentionItem[] {
  if (run.status === 'succeeded') return []
  const base = { id: 'backfill', href: `/operations/runs/${run.id}`, action: 'View run' }
  if (run.status === 'running') {
    const { progress } = run
    const detail = progress
      ? `${progress.done} of ${progress.total} days are complete.`
      : 'Past samples are being computed.'
    return [{ ...base, tone: 'step', title: 'A backfill is running', detail }]
  }
  const reason = run.errors[0]?.message
  return [
    {
      ...base,
      tone: 'warn',
      title: 'The last backfill is incomplete',
      detail: `Past data has gaps that a backfill can fill.${reason ? ` ${reason}` : ''}`,
    },
  ]
}

function nextSteps({ sources, lastRun }: FreshnessView): AttentionItem[] {
  const items: AttentionItem[] = []
  if (sources === 0) {
    items.push({
      id: 'no-source',
      tone: 'step',
      title: 'No sources yet',
      detail: 'Add a source, and Guildhall collects it on a schedule.',
      href: '/operations',
      action: 'Add source',
    })
  } else if (!lastRun) {
    items.push({
      id: 'first-collection',
      tone: 'step',
      title: 'No data collected yet',
      detail:
        'The first collection follows the schedule of its source. To collect immediately, use “Collect now” on the usage page.',
      href: '/usage',
      action: 'Go to Usage',
    })
  }
  return items
}
