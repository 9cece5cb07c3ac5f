'use client'

import { useQuery } from '@tanstack/react-query'
import { memberPartsQuery } from '@/components/shell/console-client'
import { useNavigation } from '@/components/shell/navigation'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { MemberPartsView } from '@/lib/console/schema'

type Fact = MemberPartsView['parts'][number]['facts'][number]

/** What the other domains know of a member. */
export function MemberParts({ memberId }: { memberId: number }) {
  const { data } = useQuery(memberPartsQuery(memberId, useNavigation().memberTopics))
  return data?.parts.map(({ title, facts }) => (
    <section key={title} aria-label={title}>
      <h3 className="mb-1 font-medium text-muted text-xs">{title}</h3>
      <dl className="num grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
        {facts.map((fact) => (
          <FactRow key={`${fact.label} ${fact.href}`} fact={fact} />
        ))}
      </dl>
    </section>
  ))
}

function FactRow({ fact: { label, value, href } }: { fact: Fact }) {
  const shown = 'at' in value ? <RelativeTime at={value.at} /> : value.text
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words text-right font-semibold">
        {href ? (
          <Link href={href} className="text-accent-text hover:underline">
            {shown}
          </Link>
        ) : (
          shown
        )}
      </dd>
    </>
  )
}
