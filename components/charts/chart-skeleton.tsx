import { Skeleton } from '@/components/ui/skeleton'
import { plotBox } from './plot-box'

const LINES = [0, 1, 2, 3, 4]

/** The shape of a plot that is coming: its gridlines and its axes. */
export function PlotSkeleton({ height }: { height: number | string }) {
  return (
    <div {...plotBox(height)} aria-hidden>
      <div className="absolute inset-x-0 top-2.5 bottom-6 flex flex-col justify-between">
        {LINES.map((line) => (
          <div key={line} className="flex h-0 items-center gap-2">
            <Skeleton className="h-2 w-5" />
            <div className="h-px flex-1 bg-grid" />
          </div>
        ))}
      </div>
      <div className="absolute right-2 bottom-0 left-8 flex justify-between">
        {LINES.map((line) => (
          <Skeleton key={line} className="h-2 w-10" />
        ))}
      </div>
    </div>
  )
}
