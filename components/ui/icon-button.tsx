import type { LucideIcon } from 'lucide-react'
import { Button, type ButtonProps } from './button'
import { cn } from './cn'
import { Tooltip } from './tooltip'

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'asChild'> {
  icon: LucideIcon
  /** Its name: spoken, and shown as the tooltip. */
  label: string
  side?: 'top' | 'bottom' | 'left' | 'right'
}

/** A square button with an icon; the label is its accessible name and its tooltip. */
export function IconButton({ icon: Icon, label, className, variant = 'ghost', size, side, ...props }: IconButtonProps) {
  return (
    <Tooltip content={label} side={side ?? 'bottom'}>
      <Button
        aria-label={label}
        variant={variant}
        size={size}
        className={cn(size === 'sm' ? 'w-7 px-0' : 'w-8 px-0', className)}
        {...props}
      >
        <Icon aria-hidden />
      </Button>
    </Tooltip>
  )
}
