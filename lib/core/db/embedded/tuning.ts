import { availableParallelism, totalmem } from 'node:os'

const MB = 1024 * 1024

/** PostgreSQL's settings, as `-c name=value` would set them. */
export type ServerSettings = Record<string, string | number>

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, Math.floor(value)))

/** Bytes that this process may use: a container's limit where there is one. */
const memory = (): number => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)

/**
 * Settings for a machine that also runs the web and the worker. JIT is off, since compiling costs our short queries more
 * than it saves.
 */
export function recommendedSettings(bytes = memory(), cores = availableParallelism()): ServerSettings {
  const megabytes = bytes / MB
  return {
    jit: 'off',
    shared_buffers: `${clamp(megabytes / 8, 32, 2048)}MB`,
    effective_cache_size: `${clamp(megabytes / 2, 64, 16_384)}MB`,
    work_mem: `${clamp(megabytes / 256, 4, 32)}MB`,
    maintenance_work_mem: `${clamp(megabytes / 32, 32, 512)}MB`,
    max_connections: 100,
    max_parallel_workers_per_gather: clamp(cores / 2, 0, 2),
    random_page_cost: 1.1,
    wal_compression: 'on',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    // Sums and instants in text form shall not depend on the machine's locale or zone.
    timezone: 'UTC',
    lc_messages: 'C',
  }
}
