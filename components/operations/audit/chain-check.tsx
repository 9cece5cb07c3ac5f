import { useQuery } from '@tanstack/react-query'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { countOf } from '@/components/ui/format'
import type { AuditChainView } from '@/lib/audit/schema'
import { auditChainQuery } from './audit-client'

/** Recomputes the chain on request and says what came of it. */
export function ChainCheck() {
  const chain = useQuery(auditChainQuery())
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status" className="empty:-mr-2">
        {chain.data && !chain.isFetching ? <Verdict chain={chain.data} /> : null}
        {chain.error && !chain.isFetching ? <Chip tone="danger">{describeFailure(chain.error)}</Chip> : null}
      </span>
      <Button onClick={() => void chain.refetch()} isPending={chain.isFetching}>
        {chain.isFetching ? null : <ShieldCheck aria-hidden />}
        Check the chain
      </Button>
    </div>
  )
}

function Verdict({ chain }: { chain: AuditChainView }) {
  if (!chain.isIntact) {
    return (
      <Chip tone="danger" icon={ShieldAlert}>
        Broken{chain.brokenAt === null ? '' : ` at entry ${chain.brokenAt}`}: {chain.reason}
      </Chip>
    )
  }
  return (
    <Chip tone="good" icon={ShieldCheck}>
      {countOf(chain.entries, 'entry', 'entries')}, unbroken
    </Chip>
  )
}
