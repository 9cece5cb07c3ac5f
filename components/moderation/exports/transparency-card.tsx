import { ExternalLink, Eye } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { Chip, type ChipTone } from '@/components/ui/chip'
import { RelativeTime } from '@/components/ui/relative-time'
import type { QuarterView } from '@/lib/moderation/schema/transparency'
import { quarterMonths, quarterText } from './quarter-text'

/** With the summary, which is fetched while the page is being read. */
const QuarterDialog = dynamic(() => import('./quarter-dialog').then((module) => module.QuarterDialog), { ssr: false })

/** Two years; what is older is asked for. */
const SHOWN_AT_FIRST = 8

/** The quarters, and which of them the public can see. */
export function TransparencyCard({ quarters, mayWrite }: { quarters: readonly QuarterView[]; mayWrite: boolean }) {
  const [shown, setShown] = useState<string | null>(null)
  const [isWhole, setWhole] = useState(quarters.length <= SHOWN_AT_FIRST)
  return (
    <Card aria-label="Transparency">
      <CardHeader className="pb-3">
        <div className="min-w-0 flex-1">
          <CardTitle>Transparency</CardTitle>
          <p className="mt-0.5 max-w-prose text-muted text-sm">
            A transparency report for each quarter, public after you publish it. Counts below 5 are hidden.
          </p>
        </div>
        <Button asChild>
          <a href="/transparency" target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden />
            View public page
          </a>
        </Button>
      </CardHeader>
      <ul className="border-line border-t">
        {(isWhole ? quarters : quarters.slice(0, SHOWN_AT_FIRST)).map((quarter) => (
          <li
            key={quarter.quarter}
            className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-b px-4 py-2.5 last:border-b-0"
          >
            <div className="min-w-0 flex-1 basis-24">
              <p className="num font-medium">{quarterText(quarter.quarter)}</p>
              <p className="text-muted text-xs">{quarterMonths(quarter.quarter)}</p>
            </div>
            <State quarter={quarter} />
            <Button
              size="sm"
              aria-label={`${quarter.published ? 'Show' : 'Preview'} ${quarterText(quarter.quarter)}`}
              onClick={() => setShown(quarter.quarter)}
            >
              <Eye aria-hidden />
              {quarter.published ? 'Show' : 'Preview'}
            </Button>
          </li>
        ))}
      </ul>
      {isWhole ? null : (
        <CardFooter>
          <Button size="sm" onClick={() => setWhole(true)}>
            Show older quarters
          </Button>
        </CardFooter>
      )}
      <QuarterDialog
        quarter={quarters.find(({ quarter }) => quarter === shown) ?? null}
        mayWrite={mayWrite}
        onClose={() => setShown(null)}
      />
    </Card>
  )
}

function State({ quarter: { published, isOver, withdrawnAt } }: { quarter: QuarterView }) {
  const [tone, words, at] = stateOf(published?.at ?? null, isOver, withdrawnAt)
  return (
    <span className="flex items-center gap-2 text-muted text-xs">
      {at ? <RelativeTime at={at} /> : null}
      <Chip tone={tone}>{words}</Chip>
    </span>
  )
}

function stateOf(
  publishedAt: string | null,
  isOver: boolean,
  withdrawnAt: string | null,
): [ChipTone, string, string | null] {
  if (publishedAt) return ['good', 'Public', publishedAt]
  if (withdrawnAt) return ['warn', 'Withdrawn', withdrawnAt]
  return ['neutral', isOver ? 'Not public' : 'Not over yet', null]
}
