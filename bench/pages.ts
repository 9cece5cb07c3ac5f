import { gunzipSync } from 'node:zlib'
import { createClient } from './support/http'
import { type BenchContext, percentile, timed } from './support/report'
import { scriptsOf } from './support/scripts'
import { sharedCommunity } from './support/shared'
import { startWeb } from './support/web'

export const diskGigabytes = 3
export const shares = ['community'] as const

const CLIENTS = 16
const KILOBYTE = 1_000
const CHART_BAR = 330
const PLAIN_BAR = 250

/** Pages of the console, and whether charts are on them. */
const PAGES: Record<string, boolean> = {
  '/overview': true,
  '/usage': true,
  '/moderation': false,
  '/moderation/appeals': false,
  '/moderation/rules': false,
  '/moderation/policies': false,
  '/moderation/queues': false,
  '/operations': false,
  '/operations/runs': false,
  '/operations/imports': false,
  '/operations/staff': false,
  '/operations/keys': false,
  '/operations/webhooks': false,
  '/operations/audit': false,
  '/operations/health': false,
  '/settings': false,
  '/settings/account': false,
  '/settings/retention': false,
}

/** First load of each page of the console: what its scripts weigh compressed, and how evenly the server answers 16 clients. */
export async function run({ quick, report, say }: BenchContext): Promise<void> {
  const { database } = await sharedCommunity({ quick, say })
  const web = await startWeb(database)
  const headers = { ...web.sessionHeaders, 'accept-encoding': 'gzip' }
  try {
    for (const [page, hasCharts] of Object.entries(PAGES)) {
      const name = page.slice(1).replaceAll('/', '_')
      const { bytes, scripts } = await weigh(web.url, headers, page)
      report({
        figure: `scripts_${name}`,
        value: bytes / KILOBYTE,
        unit: 'kilobytes',
        bar: hasCharts ? CHART_BAR : PLAIN_BAR,
        n: scripts,
      })
      const times = await load(web.url, headers, page, quick ? 5 : 20)
      const [p50, p95] = [percentile(times, 50), percentile(times, 95)]
      report({ figure: `server_p95_vs_p50_${name}`, value: p95 / p50, unit: 'ratio', bar: 5, n: times.length })
      report({ figure: `server_p50_${name}`, value: p50, unit: 'milliseconds', n: times.length })
    }
  } finally {
    await web.stop()
  }
}

async function weigh(url: string, headers: Record<string, string>, page: string) {
  const client = createClient(url, headers)
  try {
    const html = gunzipSync(await client.get(page)).toString('utf8')
    const scripts = scriptsOf(html)
    if (scripts.length === 0) throw new Error(`${page} loads no scripts`)
    const bodies = await Promise.all(scripts.map((script) => client.get(script)))
    return { bytes: bodies.reduce((total, body) => total + body.length, 0), scripts: scripts.length }
  } finally {
    client.close()
  }
}

/** Milliseconds until each answer was there, of 16 clients that ask one after another without a pause. */
async function load(url: string, headers: Record<string, string>, page: string, rounds: number): Promise<number[]> {
  const times: number[] = []
  const client = createClient(url, headers, CLIENTS)
  const visit = async (): Promise<void> => {
    for (let round = -1; round < rounds; round += 1) {
      const spent = await timed(() => client.get(page))
      // The first of each client opens its connection.
      if (round >= 0) times.push(spent)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, visit))
  client.close()
  return times
}
