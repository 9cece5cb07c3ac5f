import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { ApiError } from '@/lib/core/http/client'
import type { CaseSummary, ClaimView } from '@/lib/moderation/schema/cases'
import { CLAIM_MINUTES } from '@/lib/moderation/terms'
import { claimCase, releaseClaim, renewClaim } from './moderation-client'

/** Well before a claim is over, and only where somebody has done something meanwhile. */
const RENEW_MS = 4 * 60_000
const CLAIM_MS = CLAIM_MINUTES * 60_000
/** Who walks through a list with j and k takes no case on the way. */
const SETTLE_MS = 120

export type ClaimState =
  | { kind: 'none' }
  /** It has only just come on the screen, and nobody has asked for it yet. */
  | { kind: 'arriving' }
  | { kind: 'taking' }
  | { kind: 'held'; claim: ClaimView }
  | { kind: 'other'; holder: string; until: string | null; isOwn: boolean }
  | { kind: 'refused'; message: string }
  /** They rest from the queue; `next` is one that waits for them instead. */
  | { kind: 'resting'; queue: string; until: string; next: { id: string; name: string } | null }

/** Whether the case may be this tab's in a moment. */
export const isClaimPending = (kind: ClaimState['kind']): boolean => kind === 'arriving' || kind === 'taking'

/** Claims of this tab's that were to end with a decision which then failed, by case. */
const leftBehind = new Map<number, string>()

/** Notes that a decision has failed: its claim still stands, and whoever comes back to the case goes on with it. */
export const rememberFailedClaim = (caseId: number, claimToken: string): void => void leftBehind.set(caseId, claimToken)

async function takeUpOrClaim(caseId: number, isTakeOver: boolean): Promise<ClaimView> {
  const token = leftBehind.get(caseId)
  leftBehind.delete(caseId)
  if (token === undefined) return claimCase(caseId, isTakeOver)
  try {
    return await renewOrClaim(caseId, token, isTakeOver)
  } catch (error) {
    if (!(error instanceof ApiError)) rememberFailedClaim(caseId, token)
    throw error
  }
}

/** Goes on with a claim, or with a new one where it has lapsed meanwhile. */
async function renewOrClaim(caseId: number, token: string, isTakeOver = false): Promise<ClaimView> {
  try {
    return await renewClaim(caseId, token)
  } catch (error) {
    if (error instanceof ApiError) return claimCase(caseId, isTakeOver)
    throw error
  }
}

/** Takes the case that is open, keeps it while somebody works on it, and lets it go when they leave it. */
export function useClaim(opened: Pick<CaseSummary, 'id' | 'status' | 'claim'> | null, isWanted: boolean) {
  const [state, setState] = useState<ClaimState & { caseId: number | null }>({ kind: 'none', caseId: null })
  const token = useRef<{ caseId: number; token: string } | null>(null)
  /** When a claim was last got or asked for, by this machine's own clock. */
  const renewedAt = useRef(0)
  const isRenewing = useRef(false)
  const id = opened && isWanted && opened.status !== 'decided' ? opened.id : null

  const take = useEffectEvent(async (caseId: number, isTakeOver: boolean, isOver: () => boolean) => {
    setState({ kind: 'taking', caseId })
    try {
      const claim = await takeUpOrClaim(caseId, isTakeOver)
      if (isOver()) return releaseClaim(caseId, claim.claimToken)
      token.current = { caseId, token: claim.claimToken }
      renewedAt.current = Date.now()
      setState({ kind: 'held', claim, caseId })
    } catch (error) {
      if (!isOver()) setState({ ...refusalOf(error, opened), caseId })
    }
  })

  useEffect(() => {
    if (id === null) return
    let isOver = false
    const timer = setTimeout(() => void take(id, false, () => isOver), SETTLE_MS)
    const letGo = () => {
      const held = token.current
      if (held) releaseClaim(held.caseId, held.token)
      token.current = null
    }
    window.addEventListener('pagehide', letGo)
    return () => {
      isOver = true
      clearTimeout(timer)
      window.removeEventListener('pagehide', letGo)
      letGo()
    }
  }, [id])

  const hasLapsed = () => token.current !== null && Date.now() - renewedAt.current > CLAIM_MS
  const renew = useEffectEvent(async () => {
    const held = token.current
    if (!held || isRenewing.current) return
    isRenewing.current = true
    // What is pressed meanwhile waits for the new one.
    if (hasLapsed()) setState({ kind: 'taking', caseId: held.caseId })
    renewedAt.current = Date.now()
    try {
      const claim = await renewOrClaim(held.caseId, held.token)
      if (token.current === held) {
        token.current = { caseId: held.caseId, token: claim.claimToken }
        setState({ kind: 'held', claim, caseId: held.caseId })
      } else if (claim.claimToken !== held.token) releaseClaim(held.caseId, claim.claimToken)
    } catch (error) {
      if (token.current !== held) return
      if (error instanceof ApiError) token.current = null
      setState({ ...refusalOf(error, opened), caseId: held.caseId })
    } finally {
      isRenewing.current = false
    }
  })
  useRenewal(renew, hasLapsed)

  // Whom the case has gone over to, or who has let go of it, is told live.
  const holder = opened?.claim ?? null
  const holderBefore = useRef(holder)
  const heed = useEffectEvent(() => {
    const hadHolder = holderBefore.current !== null
    holderBefore.current = holder
    if (state.caseId !== id || isRenewing.current) return
    const isLost = state.kind === 'held' && holder && Date.parse(holder.until) > Date.parse(state.claim.claimExpiresAt)
    if (isLost) {
      token.current = null
      setState({ kind: 'other', ...holder, caseId: id })
    } else if (state.kind === 'other' && hadHolder && !holder)
      setState({
        kind: 'refused',
        message: `${state.isOwn ? 'Your other tab' : state.holder} released this case`,
        caseId: id,
      })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the holder changes, and at no other time
  useEffect(() => heed(), [holder])

  const current: ClaimState = state.caseId === id && id !== null ? state : { kind: id === null ? 'none' : 'arriving' }
  return {
    state: current,
    /** Goes on here with what this person holds in another tab. */
    takeOver: () => id !== null && void take(id, true, () => false),
    /** It is decided or handed on: nothing is left to let go of. */
    spend: () => {
      const held = token.current
      token.current = null
      return held
    },
  }
}

function useRenewal(renew: () => Promise<void>, hasLapsed: () => boolean): void {
  const run = useEffectEvent(() => void renew())
  const isLapsed = useEffectEvent(hasLapsed)
  useEffect(() => {
    let isActive = true
    const note = () => {
      isActive = true
      // Who comes back after so long does not have to find out by deciding that the claim is over.
      if (isLapsed()) run()
    }
    const timer = setInterval(() => {
      if (isActive) run()
      isActive = false
    }, RENEW_MS)
    for (const name of ['keydown', 'pointermove', 'scroll'] as const)
      window.addEventListener(name, note, { passive: true, capture: true })
    return () => {
      clearInterval(timer)
      for (const name of ['keydown', 'pointermove', 'scroll'] as const) window.removeEventListener(name, note, true)
    }
  }, [])
}

function refusalOf(error: unknown, opened: Pick<CaseSummary, 'claim'> | null): ClaimState {
  if (!(error instanceof ApiError)) return { kind: 'refused', message: 'The server could not be reached.' }
  if (error.code === 'queue.rotation') return restOf(error.problem)
  if (error.code !== 'case.claimed') return { kind: 'refused', message: error.message }
  const { holder, until } = error.problem as { holder?: string; until?: string }
  return { kind: 'other', holder: holder ?? 'Someone', until: until ?? null, isOwn: opened?.claim?.isOwn ?? false }
}

function restOf(problem: Record<string, unknown>): ClaimState {
  const { queue, until, next } = problem as {
    queue?: { name: string }
    until?: string
    next?: { id: string; name: string } | null
  }
  return {
    kind: 'resting',
    queue: queue?.name ?? 'this queue',
    until: until ?? new Date().toISOString(),
    next: next ?? null,
  }
}
