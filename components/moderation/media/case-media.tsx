'use client'

import { SlidersHorizontal } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useShortcuts } from '@/components/shell/shortcuts'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { formatNumber } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/skeleton'
import type { CaseDetail, CaseSummary } from '@/lib/moderation/schema/cases'
import type { MediaView } from '@/lib/moderation/schema/media'
import { MediaFigure } from './media-figure'
import { hasMedia, MEDIA_KIND_LABELS, mediaOf } from './media-text'
import { useMediaViews } from './use-media-views'

/** What is opened now and then is fetched then. */
const BreakDialog = dynamic(() => import('./break-dialog').then((module) => module.BreakDialog), { ssr: false })
const WellnessDialog = dynamic(() => import('./wellness-dialog').then((module) => module.WellnessDialog), {
  ssr: false,
})

/** The media of the version that is judged; their place is kept until they are known. */
export function MainMedia({ summary, detail }: { summary: CaseSummary; detail: CaseDetail | null }) {
  if (!detail && hasMedia(summary)) return <Skeleton className="mt-2 h-60 w-full" />
  return <CaseMedia isMain media={mediaOf(summary, detail)} />
}

interface CaseMediaProps {
  media: readonly MediaView[]
  /** Of the version that is judged: V shows and hides it. */
  isMain?: boolean
  /** Whose they are, where several cases show theirs: "case 12". */
  of?: string
}

/** The pictures, videos and sounds of an item: blurred, grey and silent until somebody looks on purpose. */
export function CaseMedia({ media, isMain = false, of }: CaseMediaProps) {
  const there = media.filter(({ state }) => state === 'kept')
  const looks = useMediaViews(
    there.map(({ id }) => id),
    { isMain },
  )
  const [isSetting, setSetting] = useState(false)
  const next = there.find(({ id }) => !looks.isShown(id))
  useShortcuts(
    isMain && there.length > 0
      ? [
          {
            keys: 'v',
            label: 'Show the next picture, or hide all',
            run: () => (next ? looks.look(next.id) : looks.hideAll()),
          },
        ]
      : [],
  )
  if (media.length === 0) return null
  return (
    <div className="mt-2 grid gap-2">
      <ul className={cn('grid gap-3', media.length > 1 && 'sm:grid-cols-2')}>
        {media.map((one, index) => (
          // What was taken for a picture may turn out to be a video.
          <li key={`${one.id} ${one.type}`} className="min-w-0">
            <MediaFigure
              media={one}
              name={`${nameOf(one, index, media.length)}${of ? ` of ${of}` : ''}`}
              looks={looks}
              hasKey={isMain && one.id === next?.id}
            />
          </li>
        ))}
      </ul>
      {isMain ? (
        <p className="flex flex-wrap items-center justify-between gap-x-3 text-muted text-xs">
          <span className="num">{looks.wellness ? `${formatNumber(looks.wellness.today)} viewed today` : ''}</span>
          <Button size="sm" variant="ghost" onClick={() => setSetting(true)} className="-mx-2.5">
            <SlidersHorizontal aria-hidden />
            Blur and breaks
          </Button>
        </p>
      ) : null}
      {looks.isBreakDue ? <BreakDialog onEnd={looks.endBreak} /> : null}
      {isSetting ? <WellnessDialog onClose={() => setSetting(false)} /> : null}
    </div>
  )
}

const nameOf = ({ kind }: MediaView, index: number, count: number): string =>
  count === 1 ? MEDIA_KIND_LABELS[kind] : `${MEDIA_KIND_LABELS[kind]} ${index + 1} of ${count}`
