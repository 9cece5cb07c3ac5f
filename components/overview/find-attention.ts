import { countOf } from '@/components/ui/format'
import type { FreshnessView, HealthView, RunView } from '@/lib/collection/schema'
import type { RuleSummary } from '@/lib/moderation/schema/automatic-rules'
import type { QueueView } from '@/lib/moderation/schema/queues'

/** Something that somebody should look at. */
export interface AttentionItem {
  id: string
  /** `step`: nothing is wrong, but something is still to be done. */
  tone: 'danger' | 'warn' | 'step'
  title: string
  detail: string
  href: string
  /** What the link leads to: "Open the run". */
  action: string
}

interface State {
  freshness: FreshnessView | undefined
  health: HealthView | undefined
  lastBackfill: RunView | undefined
  /** Whether anything was ever measured. */
  hasData: boolean
  /** Automatic rules that their cap has put back into shadow. */
  trippedRules?: readonly Pick<RuleSummary, 'id' | 'name' | 'dailyCap'>[] | undefined
  /** The queues that one may work. */
  queues?: readonly Pick<QueueView, 'overdue'>[] | undefined
}

/** A job that waits this long is not just behind others. */
const WAITING_LONG_MS = 10 * 60_000

/** All that needs attention, the worst first. */
export function findAttention(state: State): AttentionItem[] {
  const { freshness, health, lastBackfill, hasData, trippedRules = [], queues = [] } = state
  return [
    ...(freshness ? worker(freshness) : []),
    ...(freshness ? troubledSources(freshness) : []),
    ...trippedRules.map(trippedRule),
    ...overdueCases(queues),
    ...(health ? jobs(health) : []),
    ...(lastBackfill ? backfill(lastBackfill) : []),
    ...(freshness ? nextSteps(freshness, hasData) : []),
  ]
}

function worker({ isWorkerAlive }: FreshnessView): AttentionItem[] {
  if (isWorkerAlive) return []
  return [
    {
      id: 'worker',
      tone: 'danger',
      title: 'No worker is running',
      detail: 'Nothing is collected and no job is done until one is started. What is missed meanwhile stays a gap.',
      href: '/operations/health',
      action: 'See the health of each part',
    },
  ]
}

const TROUBLE = {
  failed: { tone: 'danger', title: 'failed at its last slot', detail: 'Its figures have a gap from then on.' },
  missed: {
    tone: 'warn',
    title: 'missed its last slot',
    detail: 'No worker came to it in time; the charts show a gap.',
  },
  late: { tone: 'warn', title: 'is late', detail: 'A slot is due and nobody has begun it.' },
} as const

const troubledSources = ({ troubled }: FreshnessView): AttentionItem[] =>
  troubled.map(({ id, name, reason, runId }) => ({
    id: `source-${id}`,
    tone: TROUBLE[reason].tone,
    title: `${name} ${TROUBLE[reason].title}`,
    detail: TROUBLE[reason].detail,
    href: runId ? `/operations/runs/${runId}` : '/operations',
    action: runId ? 'Open the run' : 'See the sources',
  }))

const trippedRule = ({ id, name, dailyCap }: Pick<RuleSummary, 'id' | 'name' | 'dailyCap'>): AttentionItem => ({
  id: `rule-${id}`,
  tone: 'danger',
  title: `The rule ${name} stopped itself`,
  detail: `It had acted on ${countOf(dailyCap, 'item')} within 24 hours. It is in shadow and does nothing until somebody has looked.`,
  href: `/moderation/rules/${id}`,
  action: 'Open the rule',
})

function overdueCases(queues: NonNullable<State['queues']>): AttentionItem[] {
  const overdue = queues.reduce((sum, queue) => sum + queue.overdue, 0)
  if (overdue === 0) return []
  return [
    {
      id: 'overdue-cases',
      tone: 'warn',
      title: `${countOf(overdue, 'case')} overdue`,
      detail: 'They wait longer than their queue promises.',
      href: '/moderation?sort=due',
      action: 'Work them by due time',
    },
  ]
}

function jobs({ jobs: { failed, failures, oldestWaitingSince, waiting }, asOf }: HealthView): AttentionItem[] {
  const items: AttentionItem[] = []
  if (failed > 0) {
    const tasks = [...new Set(failures.map(({ task }) => task.replaceAll('-', ' ')))]
    items.push({
      id: 'jobs-failed',
      tone: 'danger',
      title: `${countOf(failed, 'job')} failed for good`,
      detail: `Given up after all attempts: ${tasks.join(', ')}.`,
      href: '/operations/health',
      action: 'See the failed jobs',
    })
  }
  if (oldestWaitingSince && Date.parse(asOf) - Date.parse(oldestWaitingSince) > WAITING_LONG_MS) {
    items.push({
      id: 'jobs-waiting',
      tone: 'warn',
      title: `${countOf(waiting, 'job')} waiting`,
      detail: 'Some for more than ten minutes: figures may be behind.',
      href: '/operations/health',
      action: 'See the queue',
    })
  }
  return items
}

function backfill(run: RunView): AttentionItem[] {
  if (run.status === 'succeeded') return []
  const base = { id: 'backfill', href: `/operations/runs/${run.id}`, action: 'Open the run' }
  if (run.status === 'running') {
    const { progress } = run
    const detail = progress ? `${progress.done} of ${progress.total} days are done.` : 'The past is being filled in.'
    return [{ ...base, tone: 'step', title: 'A backfill is under way', detail }]
  }
  const reason = run.errors[0]?.message
  return [
    {
      ...base,
      tone: 'warn',
      title: 'The last backfill is incomplete',
      detail: `Charts of the past have gaps that could be filled.${reason ? ` ${reason}` : ''}`,
    },
  ]
}

function nextSteps({ sources, lastRun }: FreshnessView, hasData: boolean): AttentionItem[] {
  const items: AttentionItem[] = []
  if (sources === 0) {
    items.push({
      id: 'no-source',
      tone: 'step',
      title: 'No source yet',
      detail: 'Add what Guildhall shall read; from then on it is collected by its schedule.',
      href: '/operations',
      action: 'Add a source',
    })
  } else if (!lastRun) {
    items.push({
      id: 'first-collection',
      tone: 'step',
      title: 'The first collection is still to come',
      detail: 'It comes by the schedule of its source; “Collect now” on the usage page does not wait for it.',
      href: '/usage',
      action: 'Go to Usage',
    })
  }
  if (!hasData) {
    items.push({
      id: 'no-data',
      tone: 'step',
      title: 'The community’s past is not here yet',
      detail: 'Import its messages, and the years before today are on the charts as well.',
      href: '/operations/imports',
      action: 'Import messages',
    })
  }
  return items
}
