import { cva, type VariantProps } from 'class-variance-authority'
import { LoaderCircle } from 'lucide-react'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'

export const buttonStyles = cva(
  'touch-target relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control border font-medium text-sm transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]',
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent shadow-card hover:bg-accent-hover',
        secondary: 'border-line-control bg-surface text-ink shadow-card hover:bg-sunken data-[state=open]:bg-sunken',
        ghost: 'border-transparent text-muted hover:bg-sunken hover:text-ink data-[state=open]:bg-sunken',
        danger: 'border-transparent bg-danger text-on-danger shadow-card hover:bg-danger-hover',
        'danger-outline': 'border-line-control bg-surface text-danger-text shadow-card hover:bg-danger-soft',
        link: 'h-auto border-transparent px-0 text-accent-text underline-offset-4 hover:underline',
      },
      size: { md: 'h-8 px-3', sm: 'h-7 px-2.5 text-xs', lg: 'h-10 px-4 text-base' },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyles> {
  /** Renders the only child (a link, say) in the button's clothes. */
  asChild?: boolean
  /** At work: shows a turning mark, keeps its width and focus, takes no clicks. */
  isPending?: boolean
}

export function Button({ className, variant, size, asChild, isPending, children, onClick, ...props }: ButtonProps) {
  const classes = cn(buttonStyles({ variant, size }), className)
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick} {...props}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      type="button"
      className={classes}
      aria-disabled={isPending || undefined}
      aria-busy={isPending || undefined}
      onClick={isPending ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {isPending ? <LoaderCircle aria-hidden className="animate-spin" /> : null}
      {children}
    </button>
  )
}
