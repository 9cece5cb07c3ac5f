import { useQuery } from '@tanstack/react-query'
import { Sparkline } from '@/components/charts/sparkline'
import { countOf } from '@/components/ui/format'
import { memberActivityQuery } from './member-activity-query'

/** Half a year of somebody's messages at a glance: a newcomer, a regular, or somebody who came back only for this. */
export function MemberActivity({ memberId }: { memberId: number }) {
  const { data } = useQuery(memberActivityQuery(memberId))
  if (!data) return null
  const total = data.weeks.reduce((sum, { messages }) => sum + messages, 0)
  if (total === 0) return <p className="text-muted text-sm">No mirrored messages in the last 26 weeks.</p>
  return (
    <figure>
      <Sparkline
        values={data.weeks.map(({ messages }) => messages)}
        label="Messages by week, the last 26 weeks"
        isLastOpen
        className="w-full"
      />
      <figcaption className="num text-muted text-xs">{countOf(total, 'message')} in the last 26 weeks</figcaption>
    </figure>
  )
}
