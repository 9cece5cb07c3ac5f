import { useState } from 'react'

interface ReviewOnScreen {
  /** What is on the screen; null where nothing is. */
  id: string | null
  /** Names what is chosen from: another list shows something else for its own reasons. */
  listKey: string
  /** False while older data stand in. */
  isSettled: boolean
}

/**
 * Whether what was being read has gone from the screen by somebody else's doing.
 * @param own what this person gave or passed over
 */
export function useIsGone({ id, listKey, isSettled }: ReviewOnScreen, own: ReadonlySet<string>): boolean {
  const [shown, setShown] = useState({ id, listKey, isGone: false })
  if (!isSettled || (shown.id === id && shown.listKey === listKey)) return shown.isGone
  const isGone = shown.id !== null && shown.listKey === listKey && !own.has(shown.id)
  setShown({ id, listKey, isGone })
  return isGone
}
