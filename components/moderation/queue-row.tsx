import { memo } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Chip } from '@/components/ui/chip'
import { cn } from '@/components/ui/cn'
import type { VirtualItemProps } from '@/components/ui/lazy-virtual-items'
import { RelativeTime } from '@/components/ui/relative-time'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import { caseReasonText, shownScore, TYPE_LABELS, titleOf, toneOfScore, WHOLE_MAX } from './case-text'
import { hasMedia } from './media/media-text'
import { TickedMedia } from './media/ticked-media'

interface QueueRowProps {
  item: CaseSummary
  names: ReadonlyMap<string, string>
  isSelected: boolean
  onSelect: (id: number) => void
  /** Some are ticked: each shows enough to be decided on. */
  isBulk: boolean
  isTicked: boolean
  refusal: string | undefined
  onTick: (id: number) => void
  place: VirtualItemProps
}

const SCORE_TONES = {
  danger: 'border-transparent bg-danger-soft text-danger-text',
  warn: 'border-transparent bg-warn-soft text-warn-text',
  neutral: 'border-line bg-sunken text-muted',
} as const

/**
 * A line of the queue: how urgent, what, where, since when, why, and whose it is. Drawn anew only when it says something else:
 * each decision moves the list, and each answer brings its cases as new objects, with scores that time has moved by a hair.
 */
export const QueueRow = memo(Row, hasSameText)

function hasSameText(before: QueueRowProps, after: QueueRowProps): boolean {
  const { item: itemBefore, place: placeBefore, ...restBefore } = before
  const { item, place, ...rest } = after
  return (
    isShallowEqual(restBefore, rest) &&
    isShallowEqual(placeBefore, place) &&
    (itemBefore === item || itemText(itemBefore) === itemText(item))
  )
}

const itemText = (item: CaseSummary): string =>
  JSON.stringify({ ...item, score: [shownScore(item.score), toneOfScore(item.score)] })

function isShallowEqual<T extends object>(one: T, other: T): boolean {
  const names = Object.keys(one) as (keyof T)[]
  return names.length === Object.keys(other).length && names.every((name) => Object.is(one[name], other[name]))
}

function Row({ item, names, isSelected, onSelect, isBulk, isTicked, refusal, onTick, place }: QueueRowProps) {
  const why = caseReasonText(item, names)
  const hasPictures = isTicked && hasMedia(item)
  return (
    <li className="group relative" {...place}>
      {item.status === 'decided' ? null : (
        <Checkbox
          aria-label={`Select case ${item.id}`}
          checked={isTicked}
          onCheckedChange={() => onTick(item.id)}
          className={cn(
            'absolute top-10 left-6.5 z-10',
            !isBulk && 'opacity-0 focus-within:opacity-100 group-hover:opacity-100 coarse:opacity-100',
          )}
        />
      )}
      <button
        type="button"
        data-selected={isSelected || undefined}
        aria-current={isSelected || undefined}
        onClick={() => onSelect(item.id)}
        className={cn(
          'grid w-full grid-cols-[2.5rem_minmax(0,1fr)] gap-2.5 border-line px-4 py-2.5 text-left transition-colors hover:bg-sunken/60 focus-visible:-outline-offset-2 data-selected:bg-surface data-selected:shadow-[inset_2px_0_var(--accent)]',
          !hasPictures && 'border-b',
        )}
      >
        <span
          className={cn(
            'num grid h-6 place-items-center rounded-chip border font-semibold text-xs',
            SCORE_TONES[toneOfScore(item.score)],
          )}
        >
          <span className="sr-only">Score </span>
          {shownScore(item.score)}
        </span>
        <span className="grid min-w-0 gap-0.5">
          <span className={cn('font-semibold', !isBulk ? 'truncate' : cn('break-words', !isTicked && 'line-clamp-4'))}>
            {titleOf(item, isBulk ? WHOLE_MAX : undefined)}
          </span>
          <span className="truncate text-muted text-xs">
            {TYPE_LABELS[item.itemType]}
            {item.channel ? ` · #${item.channel}` : ''} · <RelativeTime at={item.decidedAt ?? item.openedAt} />
          </span>
          <span className="flex min-w-0 items-center gap-1.5 text-muted text-xs">
            <span className="truncate">{why}</span>
            {item.claim ? (
              <Chip tone="accent" className="ml-auto shrink-0">
                {item.claim.isOwn ? 'yours' : item.claim.holder}
              </Chip>
            ) : null}
          </span>
          {refusal ? <span className="text-danger-text text-xs">{refusal}</span> : null}
        </span>
      </button>
      {hasPictures ? (
        <div className="border-line border-b px-4 pb-3">
          <TickedMedia summary={item} />
        </div>
      ) : null}
    </li>
  )
}
