'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'
import type { DialogContentProps } from './dialog'
import { overlayStyles } from './overlay-styles'
import { returnFocus } from './return-focus'
import type { SheetContentProps } from './sheet'

/** Dialogs and sheets themselves, apart, so that they are fetched when the first one is opened. */
export const { Root, Trigger, Close } = Radix

const SIZES = {
  sm: 'sm:max-w-md',
  md: 'sm:max-w-xl',
  lg: 'sm:max-w-3xl',
  full: 'h-dvh max-h-dvh rounded-none border-0 sm:h-dvh sm:w-screen sm:max-w-none sm:rounded-none',
}

export function LazyDialogContent(props: DialogContentProps) {
  const { title, description, footer, size = 'md', className, children, ...rest } = props
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayStyles} />
      <Radix.Content
        {...(description ? {} : { 'aria-describedby': undefined })}
        onCloseAutoFocus={returnFocus}
        className={cn(
          'fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[92dvh] w-full flex-col rounded-t-card border border-line bg-raised shadow-float focus:outline-none data-[state=closed]:animate-fade-out data-[state=open]:animate-pop-in sm:inset-y-0 sm:my-auto sm:h-fit sm:w-[calc(100vw-32px)] sm:rounded-card',
          SIZES[size],
          className,
        )}
        {...rest}
      >
        <Frame title={title} description={description} footer={footer}>
          {children}
        </Frame>
      </Radix.Content>
    </Radix.Portal>
  )
}

const SIDES = {
  left: 'left-0 border-r data-[state=closed]:animate-slide-left-out data-[state=open]:animate-slide-left',
  right: 'right-0 border-l data-[state=closed]:animate-slide-right-out data-[state=open]:animate-slide-right',
}

export function LazySheetContent(props: SheetContentProps) {
  const { title, isTitleHidden = false, description, side = 'right', className, footer, children } = props
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayStyles} />
      <Radix.Content
        {...(description ? {} : { 'aria-describedby': undefined })}
        onCloseAutoFocus={returnFocus}
        className={cn(
          'fixed inset-y-0 z-50 flex w-[min(100vw,480px)] flex-col border-line bg-raised shadow-float focus:outline-none',
          SIDES[side],
          className,
        )}
      >
        <Frame title={title} isTitleHidden={isTitleHidden} description={description} footer={footer}>
          {children}
        </Frame>
      </Radix.Content>
    </Radix.Portal>
  )
}

interface FrameProps {
  title: string
  isTitleHidden?: boolean
  description: ReactNode
  footer: ReactNode
  children: ReactNode
}

/** Head, body and foot; the way out is last in the order, so that opening leads to what one came for. */
function Frame({ title, isTitleHidden, description, footer, children }: FrameProps) {
  return (
    <>
      <div className={cn('px-5 pt-4 pr-14 pb-3', isTitleHidden && 'sr-only')}>
        <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
        {description ? <Radix.Description className="mt-1 text-muted text-sm">{description}</Radix.Description> : null}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
      {footer ? <div className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">{footer}</div> : null}
      <Radix.Close asChild>
        <Button variant="ghost" aria-label="Close" className="absolute top-3 right-3 w-8 px-0">
          <X aria-hidden />
        </Button>
      </Radix.Close>
    </>
  )
}
