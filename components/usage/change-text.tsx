import { cn } from '@/components/ui/cn'
import type { ValueFormat } from '@/components/ui/format'
import type { DeltaView } from '@/lib/metrics/schema'
import { describeChange } from './describe-change'

interface ChangeTextProps {
  delta: DeltaView
  format: ValueFormat
  goodDirection: 'up' | 'down' | null
  /** What it is held against: "vs previous 30 days". */
  base: string
}

/** "▲ 8.5 % vs previous 30 days": sign, size and base; the colour only repeats whether that is good. */
export function ChangeText({ delta, format, goodDirection, base }: ChangeTextProps) {
  const { text, isGood } = describeChange(delta, format, goodDirection)
  return (
    <span className="num">
      <b
        className={cn(
          'font-semibold text-ink',
          isGood === true && 'text-good-text',
          isGood === false && 'text-danger-text',
        )}
      >
        {text}
      </b>{' '}
      {base}
    </span>
  )
}
