import { formatNumber } from '@/components/ui/format'

interface NewRowsBarProps {
  count: number
  onShow: () => void
  /** What the rows are, for more than the bare number: "runs". */
  noun?: string
}

/** What came in while somebody was reading waits behind this bar, so that nothing moves under the cursor. */
export function NewRowsBar({ count, onShow, noun }: NewRowsBarProps) {
  return (
    <div role="status">
      {count > 0 ? (
        <button
          type="button"
          onClick={onShow}
          className="num flex h-8 w-full items-center bg-accent-soft px-4 font-medium text-accent-text text-sm focus-visible:-outline-offset-2 coarse:h-11"
        >
          {formatNumber(count)} new{noun ? ` ${noun}` : ''} · show
        </button>
      ) : null}
    </div>
  )
}
