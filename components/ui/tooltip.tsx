'use client'

import { Slot } from 'radix-ui'
import { type FocusEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { positionBeside, type Side } from './position-beside'

const DELAY_MS = 400

interface TooltipProps {
  content: ReactNode
  /** One element that takes focus. */
  children: ReactNode
  side?: Side
}

/** A hint beside its trigger on hover and on focus by keyboard. Never the only place where something is said. */
export function Tooltip({ content, children, side = 'top' }: TooltipProps) {
  const id = useId()
  const [trigger, setTrigger] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const hide = () => {
    clearTimeout(timer.current)
    setTrigger(null)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <>
      <Slot.Root
        {...(trigger ? { 'aria-describedby': id } : {})}
        onPointerEnter={({ currentTarget, pointerType }: PointerEvent) => {
          if (pointerType !== 'touch') timer.current = setTimeout(() => setTrigger(currentTarget), DELAY_MS)
        }}
        onPointerLeave={hide}
        onPointerDown={hide}
        onFocus={({ currentTarget }: FocusEvent) =>
          currentTarget.matches(':focus-visible') && setTrigger(currentTarget)
        }
        onBlur={hide}
      >
        {children}
      </Slot.Root>
      {trigger ? (
        <Bubble id={id} trigger={trigger} side={side} onEscape={hide}>
          {content}
        </Bubble>
      ) : null}
    </>
  )
}

interface BubbleProps {
  id: string
  trigger: Element
  side: Side
  onEscape: () => void
  children: ReactNode
}

function Bubble({ id, trigger, side, onEscape, children }: BubbleProps) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && onEscape()
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return createPortal(
    <div
      ref={(bubble) => {
        if (bubble) positionBeside(bubble, trigger, side)
      }}
      id={id}
      role="tooltip"
      className="pointer-events-none fixed top-0 left-0 z-60 w-max max-w-72 animate-fade-in rounded-control bg-ink px-2 py-1 font-medium text-bg text-xs shadow-float"
    >
      {children}
    </div>,
    document.body,
  )
}
