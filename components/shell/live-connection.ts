import type { Query, QueryClient } from '@tanstack/react-query'
import { CHANGE_EVENT, type Change, RESYNC_EVENT, SIGNED_OUT, type Topic } from '@/lib/core/realtime/topics'
import { setLiveStatus } from './live-status'

/** Hints come in bursts (a roll-up touches many series): one refetch for all that came within this time. */
const GATHER_MS = 100

/** Where they don't end (a team works a queue), a page rereads no more often than this, or each person's work would cost all others. */
const REST_MS = 1_000

/** A break shorter than this is made up for before anybody would have noticed. */
const LOST_AFTER_MS = 4_000

const RECONNECT_MS = 1_000

/** A part of a page may come to life this long after the socket, with data from before a hint. */
const HYDRATION_WINDOW_MS = 30_000

/**
 * Gathers hints and marks as old, once per burst, every query that depends on one of them. Queries on the screen refetch at
 * once, others when they are next shown.
 */
export function createInvalidator(client: QueryClient) {
  const old = new Set<string>()
  const hinted: { change: Change; at: number }[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let flushedAt = Number.NEGATIVE_INFINITY
  const flush = () => {
    timer = undefined
    flushedAt = performance.now()
    const hashes = new Set(old)
    old.clear()
    void client.invalidateQueries({ predicate: ({ queryHash }) => hashes.has(queryHash) })
  }
  const gather = ({ queryHash }: Query) => {
    old.add(queryHash)
    timer ??= setTimeout(flush, Math.max(GATHER_MS, flushedAt + REST_MS - performance.now()))
  }
  // What the server had rendered joins the cache only when its part of the page is hydrated; a hint before that found nothing.
  const unsubscribe = client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'added' || query.state.data === undefined) return
    discardBefore(hinted, performance.now() - HYDRATION_WINDOW_MS)
    if (hinted.some(({ change }) => dependsOn(query, change))) gather(query)
  })
  return {
    hint(change: Change) {
      const at = performance.now()
      discardBefore(hinted, at - HYDRATION_WINDOW_MS)
      hinted.push({ change, at })
      for (const query of client.getQueryCache().getAll()) if (dependsOn(query, change)) gather(query)
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

/**
 * Whether an answer depends on what changed: on the topic of its key's first element or one of `meta.topics`, and where
 * `meta.of` says of which one thing of the topic it tells, on that one.
 */
function dependsOn({ queryKey, meta }: Query, { topic, id }: Change): boolean {
  if (![queryKey[0], meta?.topics].flat().includes(topic)) return false
  const own = (meta?.of as Partial<Record<Topic, number | string>> | undefined)?.[topic]
  return own === undefined || id === null || String(own) === id
}

function discardBefore(hinted: { at: number }[], since: number): void {
  const first = hinted.findIndex(({ at }) => at >= since)
  hinted.splice(0, first === -1 ? hinted.length : first)
}

/**
 * Opens the socket and keeps it: a websocket, which is one request where long polling with an upgrade is six; where none can
 * be had, long polling. What was missed while it was down is made up for by refetching all that is shown.
 * @returns closes it
 */
export async function openLiveConnection(client: QueryClient): Promise<() => void> {
  const { io } = await import('socket.io-client')
  const invalidator = createInvalidator(client)
  let wasConnected = false
  const socket = io({
    transports: ['websocket'],
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
    if (change?.topic) invalidator.hint({ topic: change.topic, id: change.id ?? null })
  })
  socket.on(RESYNC_EVENT, invalidator.all)
  // A refused handshake socket.io does not try again by itself: the session ended before the socket was there, or the
  // connection fell before it said why.
  socket.on('connect_error', ({ message }) => {
    // A websocket that is refused, or not answered, may be kept from us by what lies between: long polling from then on,
    // which becomes a websocket by itself where that can be.
    if (socket.active) {
      socket.io.opts.transports = ['polling', 'websocket']
      return
    }
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
