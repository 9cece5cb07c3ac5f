import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { toast } from '@/components/ui/toast'
import { DEFAULT_WELLNESS } from '@/lib/moderation/terms'
import { newViewId, recordMediaView, wellnessQuery } from './media-client'

/**
 * Which of some media are looked at. None is shown before the look was counted, and all are hidden again when the case is left.
 * Who has switched the blur off looks at the main ones as soon as they are there.
 */
export function useMediaViews(mediaIds: readonly string[], { isMain }: { isMain: boolean }) {
  const client = useQueryClient()
  const wellness = useQuery(wellnessQuery()).data
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set())
  const [isBreakDue, setBreakDue] = useState(false)
  // A look that could not be counted keeps its id, so that the next try is the same look.
  const ids = useRef(new Map<string, string>())

  const look = async (mediaId: string) => {
    const id = ids.current.get(mediaId) ?? newViewId()
    ids.current.set(mediaId, id)
    try {
      await recordMediaView(mediaId, id)
      ids.current.delete(mediaId)
      setShown((before) => new Set(before).add(mediaId))
      const after = await client.fetchQuery({ ...wellnessQuery(), staleTime: 0 })
      if (after.isBreakDue) setBreakDue(true)
    } catch (error) {
      toast('The media was not shown', { tone: 'danger', description: describeFailure(error) })
    }
  }
  const isByItself = isMain && wellness?.settings.isBlurred === false
  const lookAtAll = useEffectEvent(() => {
    for (const id of mediaIds) if (!shown.has(id) && !ids.current.has(id)) void look(id)
  })
  const all = mediaIds.join()
  useEffect(() => {
    if (isByItself && all) lookAtAll()
  }, [isByItself, all])

  return {
    settings: wellness?.settings ?? DEFAULT_WELLNESS,
    wellness,
    // Nothing disturbing stands around the proposal of a break.
    isShown: (id: string) => shown.has(id) && !isBreakDue,
    look: (id: string) => void look(id),
    hide: (id: string) => setShown((before) => new Set([...before].filter((one) => one !== id))),
    hideAll: () => setShown(new Set()),
    isBreakDue,
    endBreak: () => setBreakDue(false),
  }
}

export type MediaViews = ReturnType<typeof useMediaViews>
