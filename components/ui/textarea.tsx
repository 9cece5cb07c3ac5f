import type { ComponentProps } from 'react'
import { cn } from './cn'
import { inputStyles } from './input'

export function Textarea({ className, rows = 3, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea rows={rows} className={cn(inputStyles, 'field-sizing-content min-h-16 py-1.5', className)} {...props} />
  )
}
