import { sql } from 'kysely'
import { getDb } from '../db/client'
import { listMigrationNames } from '../db/migration-names'
import { renderMetrics } from '../telemetry/exposition'
import { isLocalPeer } from './peer'
import { json } from './route'

/** A worker writes a heartbeat every few seconds; silent for longer it counts as gone. */
const HEARTBEAT_SECONDS = 30

/** Whether the process answers at all. Open to anyone. */
export const live = async (): Promise<Response> => json({ status: 'live' })

/** Whether database, migrations and a worker are there; 503 where not. Open to anyone, so it doesn't say which. */
export async function ready(): Promise<Response> {
  const isReady = await checkReady().catch(() => false)
  return json({ status: isReady ? 'ready' : 'not ready' }, isReady ? 200 : 503)
}

/** Prometheus' text of this process. */
export async function metrics(request: Request): Promise<Response> {
  const authorization = request.headers.get('authorization')
  const { status, contentType, body } = await renderMetrics({ isLocal: isLocalPeer(request.headers), authorization })
  return new Response(body, { status, headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' } })
}

async function checkReady(): Promise<boolean> {
  const names = await listMigrationNames()
  const { rows } = await sql<{ applied: number; has_worker: boolean }>`
    select (select count(*) from kysely_migration where name = any(${names}))::int as applied,
      exists (select from worker where heartbeat_at > now() - make_interval(secs => ${HEARTBEAT_SECONDS})) as has_worker
  `.execute(getDb())
  return rows[0]?.applied === names.length && rows[0].has_worker
}
