'use client'

import { Slot } from 'radix-ui'
import {
  type ComponentProps,
  type ComponentType,
  type Context,
  createContext,
  type ReactNode,
  useContext,
  useState,
} from 'react'
import { type LazyModule, useLazyModule } from './use-lazy-module'

export interface OverlayProps {
  /** For one that is opened and closed from outside; else it keeps that to itself. */
  open?: boolean
  onOpenChange?: (isOpen: boolean) => void
  children: ReactNode
}

export interface TriggerProps extends ComponentProps<'button'> {
  asChild?: boolean
}

export interface OverlayParts {
  Root: ComponentType<OverlayProps>
  Trigger: ComponentType<TriggerProps>
}

interface OverlayState<P> {
  /** Null before the first opening. */
  parts: P | null
  open: () => void
}

/** What overlays of one kind have in common: where their parts come from, and the context that hands them down. */
export interface LazyOverlay<P> {
  module: LazyModule<P>
  context: Context<OverlayState<P>>
}

export const lazyOverlay = <P extends OverlayParts>(module: LazyModule<P>): LazyOverlay<P> => ({
  module,
  context: createContext<OverlayState<P>>({ parts: null, open: () => undefined }),
})

interface OfOverlay<P> {
  overlay: LazyOverlay<P>
}

/**
 * The root of something that opens over the page and whose parts are fetched when it is first opened, or about to be. From
 * then on the real parts stay.
 */
export function LazyRoot<P extends OverlayParts>(props: OverlayProps & OfOverlay<P>) {
  const { overlay, open, onOpenChange, children } = props
  const [isOpenInside, setOpenInside] = useState(false)
  const [wasOpened, setOpened] = useState(false)
  const isOpen = open ?? isOpenInside
  // Kept while closing, too: the way out is drawn by the real parts.
  if (isOpen && !wasOpened) setOpened(true)
  const parts = useLazyModule(overlay.module, wasOpened)
  const change = (next: boolean) => {
    setOpenInside(next)
    onOpenChange?.(next)
  }
  return (
    <overlay.context value={{ parts, open: () => change(true) }}>
      {parts ? (
        <parts.Root open={isOpen} onOpenChange={change}>
          {children}
        </parts.Root>
      ) : (
        children
      )}
    </overlay.context>
  )
}

/** What opens it: a plain button at first. */
export function LazyTrigger<P extends OverlayParts>(props: TriggerProps & OfOverlay<P>) {
  const { overlay, asChild = false, ...rest } = props
  const { parts, open } = useContext(overlay.context)
  if (parts) return <parts.Trigger asChild={asChild} {...rest} />
  const Element = asChild ? Slot.Root : 'button'
  return (
    <Element
      {...(asChild ? {} : { type: 'button' as const })}
      aria-haspopup="dialog"
      aria-expanded={false}
      data-state="closed"
      onPointerEnter={overlay.module.load}
      onFocus={overlay.module.load}
      onClick={open}
      {...rest}
    />
  )
}

export const useOverlayParts = <P,>({ context }: LazyOverlay<P>): P | null => useContext(context).parts
