import { ArrowDown, ArrowUp } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { IconButton } from '@/components/ui/icon-button'

interface OrderButtonsProps {
  /** Of what is moved. */
  name: string
  isFirst: boolean
  isLast: boolean
  onMove: (by: -1 | 1, button: HTMLElement) => void
}

/** Moves a row up and down; on either button the arrow keys do, too. */
export function OrderButtons({ name, isFirst, isLast, onMove }: OrderButtonsProps) {
  const moveByKey = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    if (by === null || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    onMove(by, event.currentTarget)
  }
  return (
    <span className="inline-flex">
      <IconButton
        size="sm"
        icon={ArrowUp}
        label={`Move ${name} up`}
        aria-disabled={isFirst || undefined}
        onClick={(event) => onMove(-1, event.currentTarget)}
        onKeyDown={moveByKey}
      />
      <IconButton
        size="sm"
        icon={ArrowDown}
        label={`Move ${name} down`}
        aria-disabled={isLast || undefined}
        onClick={(event) => onMove(1, event.currentTarget)}
        onKeyDown={moveByKey}
      />
    </span>
  )
}
