'use client'

import { AudioLines } from 'lucide-react'
import { type CSSProperties, useEffect, useRef } from 'react'
import type { MediaView } from '@/lib/moderation/schema/media'
import type { WellnessSettings } from '@/lib/moderation/schema/wellness'
import { mediaAddress } from './media-client'

interface MediaContentProps {
  media: MediaView
  name: string
  settings: WellnessSettings
  isShown: boolean
  isGrey: boolean
  onBroken: () => void
}

/**
 * The thing itself. Its blur is an attribute of its own, so that it is there with the first paint, before any script and where a
 * style sheet fails.
 */
export function MediaContent({ media, name, settings, isShown, isGrey, onBroken }: MediaContentProps) {
  const style: CSSProperties = {
    filter: [isShown ? '' : `blur(${settings.blurPixels}px)`, isGrey ? 'grayscale(1)' : ''].filter(Boolean).join(' '),
  }
  const address = mediaAddress(media.id)
  if (media.kind === 'audio')
    return <Sound address={address} isShown={isShown} settings={settings} onBroken={onBroken} />
  if (media.kind === 'video') return <Video {...{ address, style, isShown, settings, onBroken }} />
  return <Picture {...{ address, style, onBroken }} alt={isShown ? media.alt || `The reported ${name}` : ''} />
}

const FILL = 'pointer-events-none h-60 w-full select-none object-contain'

interface PictureProps {
  address: string
  style: CSSProperties
  alt: string
  onBroken: () => void
}

function Picture({ address, style, alt, onBroken }: PictureProps) {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    // It may have failed before the page's code was there to hear of it.
    if (image.current?.complete && image.current.naturalWidth === 0) onBroken()
  })
  return (
    // biome-ignore lint/performance/noImgElement: what is reported is shown as it is, and no other server makes anything of it
    <img
      ref={image}
      src={address}
      alt={alt}
      style={style}
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={onBroken}
      className={FILL}
    />
  )
}

interface PlayerProps {
  address: string
  style?: CSSProperties
  isShown: boolean
  settings: WellnessSettings
  onBroken: () => void
}

/** Never plays by itself, and stops when it is hidden. */
function Video({ address, style, isShown, settings, onBroken }: PlayerProps) {
  const player = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (!isShown) player.current?.pause()
  }, [isShown])
  return (
    <video
      ref={player}
      src={address}
      style={style}
      controls={isShown}
      muted={settings.isMuted}
      preload="metadata"
      playsInline
      disablePictureInPicture
      onError={onBroken}
      className={isShown ? 'h-60 w-full object-contain' : FILL}
    />
  )
}

/** Nothing of a sound is fetched before somebody wants to hear it. */
function Sound({ address, isShown, settings, onBroken }: PlayerProps) {
  if (!isShown) return <AudioLines aria-hidden className="mb-20 size-8 text-muted" />
  return (
    <audio
      src={address}
      controls
      muted={settings.isMuted}
      preload="metadata"
      onError={onBroken}
      className="w-full px-3"
    />
  )
}
