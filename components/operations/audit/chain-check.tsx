import { useQuery } from '@tanstack/react-query'
import { type LucideIcon, ShieldAlert, ShieldCheck } from 'lucide-react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Chip, type ChipTone } from '@/components/ui/chip'
import { countOf } from '@/components/ui/format'
import type { AuditChainView } from '@/lib/audit/schema'
import { auditChainQuery } from './audit-client'
import { lostText, recordedText } from './audit-text'

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
        Verify chain
      </Button>
    </div>
  )
}

function Verdict({ chain }: { chain: AuditChainView }) {
  if (!chain.isIntact) {
    return (
      <Found
        tone="danger"
        icon={ShieldAlert}
        word={`Broken${chain.brokenAt === null ? '' : ` at entry ${chain.brokenAt}`}`}
      >
        {chain.reason}
      </Found>
    )
  }
  const lost = chain.gaps.map(lostText).join(' ')
  return (
    <Found tone="good" icon={ShieldCheck} word={`${countOf(chain.entries, 'entry', 'entries')}, intact`}>
      {[recordedText(chain.recorded), lost].filter(Boolean).join(' ')}
    </Found>
  )
}

interface FoundProps {
  tone: ChipTone
  icon: LucideIcon
  word: string
  /** Sentences, which may be long. */
  children: string
}

function Found({ tone, icon, word, children }: FoundProps) {
  return (
    <span className="flex max-w-prose flex-wrap items-center gap-x-2 gap-y-1">
      <Chip tone={tone} icon={icon}>
        {word}
      </Chip>
      <span className="text-muted text-sm">{children}</span>
    </span>
  )
}
