import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ChipTone } from '@/components/ui/chip'
import type { RunView } from '@/lib/collection/schema'
import type { RunStatus, RunTrigger } from '@/lib/collection/terms'

export const RUN_STATUS_LABELS: Record<RunStatus, { label: string; tone: ChipTone; icon: LucideIcon }> = {
  running: { label: 'Running', tone: 'accent', icon: LoaderCircle },
  succeeded: { label: 'Succeeded', tone: 'good', icon: CircleCheck },
  partial: { label: 'Partial', tone: 'warn', icon: CircleAlert },
  failed: { label: 'Failed', tone: 'danger', icon: CircleX },
  missed: { label: 'Missed', tone: 'warn', icon: CircleDashed },
}

export const TRIGGER_LABELS: Record<RunTrigger, string> = {
  schedule: 'Schedule',
  manual: 'Manual',
  'catch-up': 'Catch-up',
  backfill: 'Backfill',
}

/** What a status means for the figures, in a sentence. */
export function meaningOf({ status, isSilent, errors }: Pick<RunView, 'status' | 'isSilent' | 'errors'>): string {
  switch (status) {
    case 'running':
      return isSilent
        ? 'Its worker has sent no heartbeat for 30 s. Another worker will take over or close the run.'
        : 'A worker is collecting. Figures appear when the run finishes.'
    case 'succeeded':
      return 'Everything was measured.'
    case 'partial':
      return `${errors.length === 1 ? 'One figure is' : `${errors.length} figures are`} missing. The others are in the charts.`
    case 'failed':
      return 'Nothing was measured. The charts show a gap here.'
    case 'missed':
      return 'No worker started this run before the next slot was due. The charts show a gap here, not zero.'
  }
}
