import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { freePorts } from '@/tests/support/free-ports'
import { makeFolder } from './database'
import { findProgram, startProgram } from './process'

const run = promisify(execFile)

const VICTORIA_METRICS = 'victoria-metrics'
const PROMETHEUS = ['prometheus', 'promtool']
/** Blocks as long as Prometheus itself makes them by compaction in a month; of two hours each the loader takes hours. */
const BLOCK = '744h'
const KEPT = '100y'

/** A time-series database with the samples of a bench in it. */
export interface Peer {
  name: string
  url: string
  stop: () => Promise<void>
}

/** How to install what is missing, in a sentence; null where everything is there. Nothing is ever downloaded here. */
export function reportMissing(wanted: 'prometheus' | 'both'): string | null {
  const names = wanted === 'both' ? [VICTORIA_METRICS, ...PROMETHEUS] : PROMETHEUS
  if (names.every(findProgram)) return null
  const packages = wanted === 'both' ? 'victoria-metrics prometheus' : 'prometheus'
  return `needs ${names.join(', ')} (on Debian: apt-get install --no-install-recommends ${packages})`
}

/** VictoriaMetrics with these lines (its JSON line format, one series each) in it. */
export async function startVictoriaMetrics(lines: Iterable<string>): Promise<Peer> {
  const folder = await makeFolder('victoria-metrics')
  const [port = 0] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const stop = await startProgram({
    command: VICTORIA_METRICS,
    args: [`-storageDataPath=${folder.path}`, `-httpListenAddr=127.0.0.1:${port}`, `-retentionPeriod=${KEPT}`],
    readyUrl: `${url}/health`,
  })
  for (const line of lines) {
    const answer = await fetch(`${url}/api/v1/import`, { method: 'POST', body: `${line}\n` })
    if (!answer.ok) throw new Error(`VictoriaMetrics refused samples: ${await answer.text()}`)
  }
  await fetch(`${url}/internal/force_flush`)
  // Its own merge of what came in parts, so that it is measured at its best.
  await fetch(`${url}/internal/force_merge`)
  return { name: 'VictoriaMetrics', url, stop: both(stop, folder.remove) }
}

/** Prometheus with an OpenMetrics text in it, loaded by its own tool into blocks. */
export async function startPrometheus(text: AsyncIterable<string | Buffer> | Iterable<string>): Promise<Peer> {
  const folder = await makeFolder('prometheus')
  const [input, data, config] = ['samples.om', 'data', 'prometheus.yml'].map((name) => join(folder.path, name))
  if (!input || !data || !config) throw new Error('a folder has three names')
  await pipeline(Readable.from(text), createWriteStream(input))
  await run('promtool', [
    ...['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', `--max-block-duration=${BLOCK}`],
    ...[input, data],
  ])
  await writeFile(config, 'scrape_configs: []\n')
  const [port = 0] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const stop = await startProgram({
    command: 'prometheus',
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      `--storage.tsdb.retention.time=${KEPT}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    readyUrl: `${url}/-/ready`,
  })
  return { name: 'Prometheus', url, stop: both(stop, folder.remove) }
}

const both = (first: () => Promise<void>, then: () => Promise<void>) => async (): Promise<void> => {
  await first()
  await then()
}

export interface RangeQuery {
  query: string
  /** Evaluated at these instants and every step between. */
  start: Date
  end: Date
  stepSeconds: number
}

/**
 * The path of a range query on either peer. VictoriaMetrics' cache is off: with it, start and end are moved to multiples of
 * the step, which answers other days than the zone's.
 */
export function rangeQueryPath({ name }: Peer, { query, start, end, stepSeconds }: RangeQuery): string {
  const parameters = new URLSearchParams({
    query,
    start: String(start.getTime() / 1_000),
    end: String(end.getTime() / 1_000),
    step: String(stepSeconds),
    ...(name === 'VictoriaMetrics' ? { nocache: '1' } : {}),
  })
  return `/api/v1/query_range?${parameters}`
}
