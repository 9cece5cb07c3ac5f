'use client'

import type { Popover as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import {
  LazyRoot,
  LazyTrigger,
  lazyOverlay,
  type OverlayProps,
  type TriggerProps,
  useOverlayParts,
} from './lazy-overlay'
import { lazyModule } from './use-lazy-module'

const popover = lazyOverlay(lazyModule(() => import('./lazy-popover')))

export const Popover = (props: OverlayProps) => <LazyRoot overlay={popover} {...props} />
export const PopoverTrigger = (props: TriggerProps) => <LazyTrigger overlay={popover} {...props} />

export function PopoverContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  const parts = useOverlayParts(popover)
  if (!parts) return null
  return (
    <parts.Portal>
      <parts.Content
        sideOffset={6}
        collisionPadding={8}
        className={cn(
          'z-50 max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-16px)] overflow-y-auto rounded-card border border-line bg-raised p-4 text-sm shadow-float focus:outline-none data-[state=closed]:animate-pop-out data-[state=open]:animate-pop-in',
          className,
        )}
        {...props}
      />
    </parts.Portal>
  )
}
