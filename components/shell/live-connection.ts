import type { QueryClient } from '@tanstack/react-query'
import { CHANGE_EVENT, type Change, isTopic, RESYNC_EVENT, SIGNED_OUT } from '@/lib/core/realtime/topics'
import { setLiveStatus } from './live-status'

/** Hints come in bursts (a roll-up touches many series): one refetch for all that came within this time. */
const GATHER_MS = 100

/** A break shorter than this is made up for before anybody would have noticed. */
const LOST_AFTER_MS = 4_000

const RECONNECT_MS = 1_000

/** A part of a page may come to life this long after the socket, with data from before a hint. */
const LATE_PART_MS = 30_000

/**
 * Gathers hints and marks as old, once per burst, every query whose key begins with one of their topics. Queries on the
 * screen refetch at once, others when they are next shown.
 */
export function makeInvalidator(client: QueryClient) {
  const topics = new Set<string>()
  const hintedAt = new Map<string, number>()
  const wasHinted = (topic: string) =>
    performance.now() - (hintedAt.get(topic) ?? Number.NEGATIVE_INFINITY) < LATE_PART_MS
  // What the server had rendered joins the cache only when its part of the page is hydrated; a hint before that found nothing.
  const unsubscribe = client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'added' || query.state.data === undefined) return
    for (const topic of topicsOf(query.queryKey, query.meta).filter(wasHinted)) gather(topic)
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const changed = new Set(topics)
    topics.clear()
    void client.invalidateQueries({
      predicate: ({ queryKey, meta }) => topicsOf(queryKey, meta).some((topic) => changed.has(topic)),
    })
  }
  const gather = (topic: string) => {
    topics.add(topic)
    timer ??= setTimeout(flush, GATHER_MS)
  }
  return {
    hint(topic: string) {
      hintedAt.set(topic, performance.now())
      gather(topic)
    },
    /** What follows another query is left to it. */
    all() {
      void client.invalidateQueries({ predicate: ({ meta }) => meta?.follows === undefined })
    },
    stop() {
      unsubscribe()
      clearTimeout(timer)
    },
  }
}

/** The key's first element and, for an answer that depends on more, `meta.topics`. */
const topicsOf = (queryKey: readonly unknown[], meta: Record<string, unknown> | undefined): string[] =>
  [queryKey[0], meta?.topics].flat().map(String)

/**
 * Opens the socket and keeps it: websocket where it works, long polling where it does not (socket.io starts with polling
 * and upgrades, so that a blocked websocket costs nothing). What was missed while it was down is made up for by
 * refetching all that is shown.
 * @returns closes it
 */
export async function openLiveConnection(client: QueryClient): Promise<() => void> {
  const { io } = await import('socket.io-client')
  const invalidator = makeInvalidator(client)
  let wasConnected = false
  const socket = io({
    reconnectionDelay: 250,
    reconnectionDelayMax: 2_000,
    timeout: 5_000,
    // What changed between the page's making and this moment nobody has told it: the server does, by its age.
    auth: (send) => send(wasConnected ? {} : { pageAgeMs: performance.now() }),
  })
  let lostTimer: ReturnType<typeof setTimeout> | undefined
  socket.on('connect', () => {
    clearTimeout(lostTimer)
    setLiveStatus('live')
    if (wasConnected && !socket.recovered) invalidator.all()
    wasConnected = true
  })
  socket.on(CHANGE_EVENT, (change: Partial<Change> | undefined) => {
    if (isTopic(change?.topic)) invalidator.hint(change.topic)
  })
  socket.on(RESYNC_EVENT, invalidator.all)
  // A refused handshake socket.io does not try again by itself: the session ended before the socket was there, or the
  // connection fell before it said why.
  socket.on('connect_error', ({ message }) => {
    if (socket.active) return
    if (message === SIGNED_OUT) invalidator.all()
    setTimeout(() => socket.connect(), RECONNECT_MS)
  })
  socket.on('disconnect', (reason) => {
    lostTimer = setTimeout(() => setLiveStatus('lost'), LOST_AFTER_MS)
    // The server put us out: the refetch finds out whether the session is over, and if not we come back.
    if (reason !== 'io server disconnect') return
    invalidator.all()
    setTimeout(() => socket.connect(), RECONNECT_MS)
  })
  const onOnline = () => {
    if (!socket.connected) socket.connect()
    invalidator.all()
  }
  window.addEventListener('online', onOnline)
  return () => {
    window.removeEventListener('online', onOnline)
    clearTimeout(lostTimer)
    invalidator.stop()
    socket.disconnect()
  }
}
