import { useQuery } from '@tanstack/react-query'
import { CopyButton } from '@/components/ui/copy-button'
import { auditHeadQuery } from './audit-client'

/** The newest entry's id and hash, which vouch for all before it, to be noted somewhere else. */
export function ChainHead() {
  const { data } = useQuery(auditHeadQuery())
  const head = data?.head
  if (!head) return null
  return (
    <div className="mt-1 flex min-w-0 items-center gap-1 text-sm">
      <p className="min-w-0">
        Newest entry {head.id}, hash <code className="break-all font-mono text-xs">{head.hash}</code>
      </p>
      <CopyButton isIconOnly text={`${head.id}:${head.hash}`} label="Copy ID and hash" />
    </div>
  )
}
