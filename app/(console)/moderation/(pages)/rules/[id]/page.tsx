import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RulePage } from '@/components/moderation/rules/rule-page'
import { backtestsQuery, ruleQuery } from '@/components/moderation/rules/rules-client'
import { Prefetched } from '@/components/screen/prefetched'
import { orNotFound } from '@/lib/core/auth/page'
import { listBacktests } from '@/lib/moderation/queries/get-backtest'
import { getRule } from '@/lib/moderation/queries/get-rule'
import { ruleParams } from '@/lib/moderation/schema/automatic-rules'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Rule' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { db, actor } = await requirePage('rules:read')
  const asked = ruleParams.safeParse(await params)
  if (!asked.success) notFound()
  const { id } = asked.data
  const rule = await orNotFound(getRule(db, actor, id))
  return (
    <Prefetched
      load={(client) => [
        client.prefetchQuery({ ...ruleQuery(id), queryFn: () => rule }),
        client.prefetchQuery({ ...backtestsQuery(id), queryFn: () => listBacktests(db, actor, id) }),
      ]}
    >
      <RulePage id={id} />
    </Prefetched>
  )
}
