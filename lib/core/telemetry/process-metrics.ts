import type { Pool } from 'pg'
import { collectDefaultMetrics, Gauge } from 'prom-client'
import { registry } from './registry'

/** CPU, memory, event loop and garbage collection of this process, and its database connections. Call it once. */
export function observeProcess(pool: Pool): void {
  collectDefaultMetrics({ register: registry() })
  new Gauge({
    name: 'guildhall_database_connections',
    help: "Connections in this process's pool.",
    labelNames: ['state'],
    registers: [registry()],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'used' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'waited_for' }, pool.waitingCount)
    },
  })
}
