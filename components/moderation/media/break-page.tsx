import { Leaf } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'

/** Nothing to do, nothing to look at. */
export function BreakPage() {
  return (
    <div className="grid min-h-[70dvh] place-items-center">
      <div className="grid max-w-md justify-items-center gap-3 text-center">
        <span className="mb-2 grid size-14 place-items-center rounded-full bg-accent-soft text-accent-text">
          <Leaf aria-hidden className="size-6 stroke-[1.75]" />
        </span>
        <h1 className="font-semibold text-xl tracking-tight">Take your time</h1>
        <p className="text-balance text-muted">
          Someone else can claim your case now. Look at something far away, have some water, walk a little. The queue
          will be there when you come back.
        </p>
        <div className="mt-3 flex flex-wrap justify-center gap-2">
          <Button asChild>
            <Link href="/moderation">Back to queue</Link>
          </Button>
          <Button asChild variant="ghost">
            <Link href="/overview">Go to overview</Link>
          </Button>
        </div>
      </div>
    </div>
  )
}
