'use client'

import { Eye, EyeOff, ImageOff, Palette } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import type { MediaView } from '@/lib/moderation/schema/media'
import { MediaContent } from './media-content'
import { factsOf } from './media-text'
import type { MediaViews } from './use-media-views'

interface MediaFigureProps {
  media: MediaView
  /** "picture 1 of 2". */
  name: string
  looks: MediaViews
  /** Whether V would show this one. */
  hasKey: boolean
}

/** One of them, with what its poster says that it shows, which may be enough to judge by. */
export function MediaFigure({ media, name, looks, hasKey }: MediaFigureProps) {
  const [isColoured, setColoured] = useState(false)
  const [tries, setTries] = useState(0)
  const [isBroken, setBroken] = useState(false)
  const isShown = looks.isShown(media.id)
  // What has no copy yet is fetched when somebody asks for it; the page doesn't ask by itself.
  const isThere = media.state === 'kept' || (media.state !== 'dropped' && tries > 0)
  const again = () => {
    setBroken(false)
    setTries(tries + 1)
  }
  return (
    <figure className="grid gap-1.5">
      {isThere && !isBroken ? (
        <div className="relative grid h-60 place-items-center overflow-hidden rounded-control border border-line bg-sunken">
          <MediaContent
            key={tries}
            media={media}
            name={name}
            settings={looks.settings}
            isShown={isShown}
            isGrey={looks.settings.isGrey && !isColoured}
            onBroken={() => setBroken(true)}
          />
          {isShown ? null : <Cover name={name} hasKey={hasKey} onShow={() => looks.look(media.id)} />}
        </div>
      ) : (
        <Absent media={media} isBroken={isBroken} onTry={again} />
      )}
      <figcaption className="grid gap-1 text-muted text-xs">
        {media.alt ? <span className="break-words">Description: {media.alt}</span> : null}
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="num min-w-0 flex-1 leading-7">{factsOf(media)}</span>
          {isShown && looks.settings.isGrey && media.kind !== 'audio' ? (
            <Button size="sm" variant="ghost" aria-pressed={isColoured} onClick={() => setColoured(!isColoured)}>
              <Palette aria-hidden />
              In colour
            </Button>
          ) : null}
          {isShown ? (
            <Button size="sm" variant="ghost" onClick={() => looks.hide(media.id)}>
              <EyeOff aria-hidden />
              Hide
            </Button>
          ) : null}
        </span>
      </figcaption>
    </figure>
  )
}

function Cover({ name, hasKey, onShow }: { name: string; hasKey: boolean; onShow: () => void }) {
  return (
    <button
      type="button"
      aria-label={`Show ${name}`}
      onClick={onShow}
      className="absolute inset-0 grid place-items-center focus-visible:-outline-offset-2"
    >
      <span className="inline-flex h-8 items-center gap-1.5 rounded-control border border-line-control bg-surface px-3 font-medium text-sm shadow-card">
        <Eye aria-hidden className="size-4" />
        Show {name}
        {hasKey ? <Kbd className="max-xl:hidden">V</Kbd> : null}
      </span>
    </button>
  )
}

interface AbsentProps {
  media: MediaView
  isBroken: boolean
  onTry: () => void
}

/** Where there is nothing to show: why, where it was posted, and another try. */
function Absent({ media, isBroken, onTry }: AbsentProps) {
  const [hasAddress, setAddress] = useState(false)
  return (
    <div className="grid h-60 content-center justify-items-center gap-2 overflow-y-auto rounded-control border border-line border-dashed bg-sunken px-4 py-3 text-center text-sm">
      <ImageOff aria-hidden className="size-5 text-muted" />
      <p className="max-w-prose text-balance text-muted">{absence(media, isBroken)}</p>
      {media.state === 'dropped' ? null : (
        <Row>
          <Button size="sm" onClick={onTry}>
            {isBroken || media.state === 'failed' ? 'Try again' : 'Fetch now'}
          </Button>
          <Button size="sm" variant="ghost" aria-expanded={hasAddress} onClick={() => setAddress(!hasAddress)}>
            {hasAddress ? 'Hide URL' : 'Show URL'}
          </Button>
        </Row>
      )}
      {hasAddress ? <p className="break-all text-muted text-xs">{media.url}</p> : null}
    </div>
  )
}

const Row = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap justify-center gap-2">{children}</div>
)

function absence({ state, problem }: MediaView, isBroken: boolean): string {
  if (state === 'dropped') return 'The copy was deleted because its retention ended or its author was erased.'
  if (problem) return problem
  if (isBroken || state === 'failed') return 'This file could not be shown.'
  return 'Guildhall is fetching this file. It appears here when it’s ready.'
}
