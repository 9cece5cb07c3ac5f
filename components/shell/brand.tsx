import { cn } from '@/components/ui/cn'

/** The mark: an arch, the hall's door. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 22 22" aria-hidden className={cn('size-[22px] shrink-0', className)}>
      <rect width="22" height="22" rx="6" className="fill-accent" />
      <path d="M7 16v-5.5a4 4 0 0 1 8 0V16" fill="none" strokeWidth="2" className="stroke-on-accent" />
    </svg>
  )
}
