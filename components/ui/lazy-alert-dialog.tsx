'use client'

import { AlertDialog as Radix } from 'radix-ui'
import { useState } from 'react'
import type { ConfirmDialogProps } from './alert-dialog'
import { Button } from './button'
import { cn } from './cn'
import { FieldError } from './field'
import { overlayStyles } from './overlay-styles'
import { returnFocus } from './return-focus'

/** The question itself, apart, so that it is fetched when the first one is asked. */
export function LazyConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onOpenChange, title, children, confirmLabel, tone = 'danger', onConfirm } = props
  const { cancelLabel = 'Cancel' } = props
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<string>()
  const confirm = async () => {
    setPending(true)
    setFailure(undefined)
    try {
      await onConfirm()
      onOpenChange(false)
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'Something went wrong. Try again.')
    } finally {
      setPending(false)
    }
  }
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => (isPending ? undefined : onOpenChange(next))}>
      <Radix.Portal>
        {/* Over a dialog that it asks about, too. */}
        <Radix.Overlay className={cn(overlayStyles, 'z-50')} />
        <Radix.Content
          onCloseAutoFocus={returnFocus}
          className="fixed inset-x-0 bottom-0 z-50 mx-auto grid max-h-[92dvh] w-full gap-3 overflow-y-auto rounded-t-card border border-line bg-raised p-5 shadow-float focus:outline-none data-[state=closed]:animate-fade-out data-[state=open]:animate-pop-in sm:inset-y-0 sm:my-auto sm:h-fit sm:max-w-md sm:rounded-card"
        >
          <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="text-muted text-sm">{children}</div>
          </Radix.Description>
          {failure ? <FieldError>{failure}</FieldError> : null}
          <div className="mt-2 flex flex-wrap justify-end gap-2">
            <Radix.Cancel asChild>
              <Button aria-disabled={isPending || undefined}>{cancelLabel}</Button>
            </Radix.Cancel>
            <Button variant={tone} isPending={isPending} onClick={confirm}>
              {confirmLabel}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
