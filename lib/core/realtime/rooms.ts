import type { Server as HttpServer, IncomingHttpHeaders } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { listenForChanges } from './listen'
import { createRecentChanges, type RecentChanges } from './recent-changes'
import { CHANGE_EVENT, type Change, RESYNC_EVENT, SIGNED_OUT, type Topic } from './topics'

/** Clients send nothing after the handshake. */
const MESSAGE_LIMIT_BYTES = 10_000
const HANDSHAKE_MS = 10_000
/** On top of a page's own age: its socket's request may have been longer on the way than the page's. */
const ON_THE_WAY_MS = 2_000
/** Sessions also end by age, which nobody announces. */
const RECHECK_MS = 60_000

/** What core is not allowed to know by itself; lib/staff hands it in. */
export interface LiveServerOptions<Actor extends { id: string | null }> {
  /** Who opens a socket by the headers of its handshake, or null where nobody may. */
  authenticate: (headers: IncomingHttpHeaders) => Promise<Actor | null>
  /** The topics whose hints this actor may hear. */
  topicsFor: (actor: Actor) => Topic[]
}

export interface LiveServer {
  close(): Promise<void>
}

/**
 * Puts socket.io on the web's server (path /socket.io). A room is a topic, or one person (`staff:<id>`). A socket hears the
 * hints of what its person may read and sends nothing; it is cut when the person is signed out or disabled, and changes
 * rooms when the role changes.
 */
export async function attachLiveServer<Actor extends { id: string | null }>(
  server: HttpServer,
  databaseUrl: string,
  wiring: LiveServerOptions<Actor>,
): Promise<LiveServer> {
  const io = new Server(server, {
    serveClient: false,
    maxHttpBufferSize: MESSAGE_LIMIT_BYTES,
    connectTimeout: HANDSHAKE_MS,
    perMessageDeflate: false,
  })
  io.use((socket, next) => {
    enter(socket, wiring).then(
      (isIn) => next(isIn ? undefined : new Error(SIGNED_OUT)),
      () => next(new Error('unavailable')),
    )
  })
  const memory = createRecentChanges()
  io.on('connection', (socket) => makeUpFor(io, wiring, memory, socket))
  const recheckAll = (): void => void recheck(io, wiring, [...io.sockets.sockets.values()])
  const listener = await listenForChanges(databaseUrl, {
    onChange: (change) => {
      memory.note(change)
      announce(io, wiring, change)
    },
    onReconnect: () => {
      memory.reset()
      io.emit(RESYNC_EVENT)
      recheckAll()
    },
  })
  const timer = setInterval(recheckAll, RECHECK_MS)
  return {
    async close() {
      clearInterval(timer)
      await listener.close()
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}

function announce<Actor extends { id: string | null }>(
  io: Server,
  wiring: LiveServerOptions<Actor>,
  change: Change,
): void {
  if (change.topic !== 'sessions') {
    io.to(change.topic).emit(CHANGE_EVENT, change)
    return
  }
  const all = [...io.sockets.sockets.values()]
  const theirs = change.id === null ? all : all.filter((socket) => socket.rooms.has(roomOf(change.id)))
  // Whoever is still in hears of it, as do the person's other devices; nobody hears of another's sessions.
  void recheck(io, wiring, theirs).then(() => {
    if (change.id !== null) io.to(roomOf(change.id)).emit(CHANGE_EVENT, change)
  })
}

/**
 * Brings a new socket what was announced before it was in its rooms: since its page was asked for, which says its age in the
 * handshake. Without this a page would wait for ever for the end of what ended while its scripts were loading. Who was put
 * out during the handshake is put out now.
 */
function makeUpFor<Actor extends { id: string | null }>(
  io: Server,
  wiring: LiveServerOptions<Actor>,
  memory: RecentChanges,
  socket: Socket,
): void {
  if (memory.hasHeard('sessions', HANDSHAKE_MS)) void recheck(io, wiring, [socket])
  const { pageAgeMs } = socket.handshake.auth
  if (typeof pageAgeMs !== 'number') return
  const withinMs = pageAgeMs + ON_THE_WAY_MS
  if (!memory.reachesBack(withinMs)) socket.emit(RESYNC_EVENT)
  else for (const change of memory.heardWithin(withinMs)) if (mayHear(socket, change)) socket.emit(CHANGE_EVENT, change)
}

/** Of sessions only their person hears; where the memory knows no longer whose they were, it may be anybody's. */
const mayHear = ({ rooms }: Socket, { topic, id }: Change): boolean =>
  topic === 'sessions' ? id === null || rooms.has(roomOf(id)) : rooms.has(topic)

/** Asks again who the sockets' people are. A database that can't answer cuts nobody: the next recheck will. */
async function recheck<Actor extends { id: string | null }>(
  io: Server,
  wiring: LiveServerOptions<Actor>,
  sockets: Socket[],
): Promise<void> {
  for (const socket of sockets) {
    const isIn = await enter(socket, wiring).catch(() => true)
    if (!isIn) io.in(socket.id).disconnectSockets(true)
  }
}

/** Puts the socket into the rooms of its person and out of all others. False where nobody is signed in. */
async function enter<Actor extends { id: string | null }>(
  socket: Socket,
  wiring: LiveServerOptions<Actor>,
): Promise<boolean> {
  const actor = await wiring.authenticate(socket.handshake.headers)
  if (!actor) return false
  const rooms = new Set([socket.id, roomOf(actor.id), ...wiring.topicsFor(actor)])
  for (const room of socket.rooms) if (!rooms.has(room)) await socket.leave(room)
  await socket.join([...rooms])
  return true
}

const roomOf = (staffId: string | null): string => `staff:${staffId}`
