'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { ALL_PANELS } from './panels'
import { seriesQueryOf } from './usage-client'
import { useUsage } from './usage-context'
import { requestsOf } from './usage-view'
import { useMetricAvailability } from './use-metric-availability'

/** Charts whose line has the name of what the page is narrowed to. */
const NAMED_BY = { channel: 'messages', space: 'active_users' } as const

/** The channel or space that the page was narrowed to from a top list, and the way back. */
export function ActiveFilters() {
  const { view } = useUsage()
  return (
    <>
      {view.state.channel ? <Narrowing label="channel" /> : null}
      {view.state.space ? <Narrowing label="space" /> : null}
    </>
  )
}

function Narrowing({ label }: { label: 'channel' | 'space' }) {
  const { view, show } = useUsage()
  const panel = ALL_PANELS.find(({ metric }) => metric === NAMED_BY[label])
  const metric = useMetricAvailability().byName.get(NAMED_BY[label])
  const requests = panel && metric && requestsOf(panel, metric, view)
  const { data } = useQuery({
    ...seriesQueryOf({ request: requests?.series ?? NOTHING, view }),
    enabled: requests !== undefined && requests !== null,
  })
  const name = data?.series[0]?.name ?? `One ${label}`
  return (
    <Button
      onClick={() => show({ [label]: null })}
      aria-label={`Only ${label} ${name}. Remove this filter`}
      className="bg-accent-soft text-accent-text"
    >
      <span className="max-w-44 truncate">{name}</span>
      <X aria-hidden />
    </Button>
  )
}

const NOTHING = { metric: 'messages', from: '', to: '', zone: 'UTC', resolution: 'day' } as const
