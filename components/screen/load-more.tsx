import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'

interface LoadMoreProps {
  /** What the list holds: "runs". */
  noun: string
  shown: number
  hasMore: boolean
  isLoading: boolean
  isFailed: boolean
  onLoad: () => void
}

/** A list that is seen at a glance needs no foot. */
const GLANCE = 20

/** The foot of a keyset list: how many are shown, and the way to further ones. */
export function LoadMore({ noun, shown, hasMore, isLoading, isFailed, onLoad }: LoadMoreProps) {
  if (!hasMore && shown <= GLANCE) return null
  return (
    <div className="flex flex-wrap items-center gap-3 border-line border-t px-4 py-2.5 text-muted text-sm">
      <span className="num">
        {shown.toLocaleString('en-US')} {noun}
        {hasMore ? ' shown' : ', all shown'}
      </span>
      {isFailed ? <FieldError>The next page could not be loaded.</FieldError> : null}
      {hasMore ? (
        <Button size="sm" className="ml-auto" isPending={isLoading} onClick={onLoad}>
          {isFailed ? 'Try again' : 'Load more'}
        </Button>
      ) : null}
    </div>
  )
}
