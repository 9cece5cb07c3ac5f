import type { ComponentProps } from 'react'
import { cn } from './cn'

/** Scrolls sideways by itself, never the page. */
export function TableFrame({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('relative min-w-0 overflow-x-auto', className)} {...props} />
}

export function Table({ className, ...props }: ComponentProps<'table'>) {
  return <table className={cn('w-full border-collapse text-left text-sm', className)} {...props} />
}

export function TableHead({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 whitespace-nowrap border-line border-b px-3 font-medium text-muted text-xs first:pl-4 last:pr-4',
        className,
      )}
      {...props}
    />
  )
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cn('border-line border-b transition-colors last:border-b-0 hover:bg-sunken/60', className)}
      {...props}
    />
  )
}

export function TableCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('h-10 px-3 py-1.5 align-middle first:pl-4 last:pr-4', className)} {...props} />
}
