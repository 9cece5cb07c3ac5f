import { Chip } from '@/components/ui/chip'
import type { RunView } from '@/lib/collection/schema'
import { RUN_STATUS_LABELS } from './run-text'

interface RunStatusChipProps {
  run: Pick<RunView, 'status'> & Partial<Pick<RunView, 'isSilent'>>
}

export function RunStatusChip({ run }: RunStatusChipProps) {
  const { label, tone, icon } = RUN_STATUS_LABELS[run.status]
  if (run.isSilent) return <Chip tone="warn">Silent</Chip>
  return (
    <Chip tone={tone} icon={icon} className={run.status === 'running' ? '[&_svg]:animate-spin' : undefined}>
      {label}
    </Chip>
  )
}
