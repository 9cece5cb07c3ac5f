'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

/** Loading begins this far below the edge, so that what one scrolls to is there. */
const AHEAD = '500px'

/** Whether an element is on the screen or close to it: what nobody looks at is not kept up to date until it is scrolled to. */
export function useIsVisible<T extends Element>(): { ref: RefObject<T | null>; isInSight: boolean } {
  const ref = useRef<T>(null)
  const [isInSight, setInSight] = useState(false)
  useEffect(() => {
    if (!ref.current) return
    const observer = new IntersectionObserver(([entry]) => setInSight(entry?.isIntersecting ?? false), {
      rootMargin: `${AHEAD} 0px`,
    })
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [])
  return { ref, isInSight }
}
