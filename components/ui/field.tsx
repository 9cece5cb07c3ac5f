'use client'

import { CircleAlert } from 'lucide-react'
import { Slot } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { cn } from './cn'
import { Label } from './label'

export interface FieldProps {
  label: string
  /** The one control; it gets id, aria-describedby and aria-invalid. */
  children: ReactNode
  /** What is wrong, as react-hook-form's `formState.errors.<name>?.message` says it. */
  error?: string | undefined
  hint?: ReactNode
  isOptional?: boolean
  className?: string
}

/**
 * A labelled control with its hint and its error, wired for assistive technology:
 * `<Field label="Name" error={errors.name?.message}><Input {...register('name')} /></Field>`.
 */
export function Field({ label, children, error, hint, isOptional, className }: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <Label htmlFor={id}>
        {label}
        {isOptional ? <span className="font-normal text-muted"> (optional)</span> : null}
      </Label>
      <Slot.Root id={id} aria-describedby={described || undefined} aria-invalid={error ? true : undefined}>
        {children}
      </Slot.Root>
      {hint ? (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      ) : null}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </div>
  )
}

/** What is wrong with a field or a whole form; announced when it appears. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="flex items-start gap-1.5 text-danger-text text-xs">
      <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      {children}
    </p>
  )
}

interface CheckFieldProps {
  label: string
  /** One Checkbox or Switch. */
  children: ReactNode
  hint?: ReactNode
  className?: string
}

/** A checkbox or a switch with its label beside it. */
export function CheckField({ label, children, hint, className }: CheckFieldProps) {
  const id = useId()
  return (
    <div className={cn('flex items-start gap-2.5', className)}>
      <Slot.Root id={id} className="mt-px" aria-describedby={hint ? `${id}-hint` : undefined}>
        {children}
      </Slot.Root>
      <div className="grid gap-0.5">
        <Label htmlFor={id}>{label}</Label>
        {hint ? (
          <p id={`${id}-hint`} className="text-muted text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  )
}
