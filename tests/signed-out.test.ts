import { randomInt } from 'node:crypto'
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { beforeAll } from 'vitest'
import { ensureBuild } from '@/cli/start/build'
import { test as databaseTest, expect } from './support/database'
import { ENDPOINTS } from './support/domain-access'
import { addressOf, filesOfApp, loadFile } from './support/endpoints'
import { type Spec, specOf } from './support/route-specs'
import { isOpenTo, listTargets, makeRequest, type RawRequest } from './support/signed-out-requests'
import { aPerson } from './support/staff'
import { startWebProcess } from './support/web-process'

const BUILD_MS = 300_000
const RUN_MS = 180_000
const REQUESTS = 5_000
const MOST_HEADER_BYTES = 65_536
const AT_ONCE = 12
const SEED = Number(process.env.SIGNED_OUT_SEED ?? randomInt(2 ** 31))

interface Answer {
  status: number
  headers: IncomingHttpHeaders
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

const test = databaseTest.extend('web', { scope: 'file' }, async ({ connectionString, db }, { onCleanup }) => {
  // Without an operator the sign-in page is another one.
  await aPerson(db, { role: 'operator' })
  const web = await startWebProcess(connectionString, { GUILDHALL_TRUSTED_PROXIES: '127.0.0.1' })
  onCleanup(web.stop)
  return web
})

beforeAll(() => ensureBuild(process.cwd()), BUILD_MS)

/** Next sends whoever asks as its router does to an address with a check sum of the headers; only there it reads them. */
async function askAsRouter(port: number, asked: RawRequest): Promise<Answer> {
  const answer = await ask(port, asked)
  const { location = '' } = answer.headers
  return location.includes('_rsc=') ? ask(port, { ...asked, path: location }) : answer
}

/** A connection that the server has closed in the meantime says nothing of this request: it is made again on a new one. */
const ask = (port: number, asked: RawRequest): Promise<Answer> =>
  send(port, asked, agent).catch((error: Error & { wasReused?: boolean }) => {
    if (error.wasReused) return send(port, asked, false)
    throw error
  })

const send = (port: number, { method, path, headers, body }: RawRequest, through: Agent | false): Promise<Answer> =>
  new Promise((resolve, reject) => {
    // A redirect of Next repeats a long address twice.
    const options = { host: '127.0.0.1', port, method, path, headers, agent: through, maxHeaderSize: MOST_HEADER_BYTES }
    const asked = httpRequest(options, (answer) => {
      answer.resume()
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }))
      answer.once('error', reject)
    })
    asked.once('error', (error) => reject(Object.assign(error, { wasReused: asked.reusedSocket })))
    asked.end(body ?? undefined)
  })

/** What the endpoints that open to everyone read. */
async function specsOfOpen(): Promise<Map<string, Spec[]>> {
  const found = new Map<string, Spec[]>()
  for (const file of filesOfApp('route.{ts,tsx}')) {
    const address = addressOf(file)
    const isOpen = Object.entries(ENDPOINTS).some(
      ([name, opening]) => name.endsWith(` ${address}`) && isOpenTo(opening),
    )
    if (isOpen) found.set(address, Object.values(await loadFile(file)).map(specOf))
  }
  return found
}

/** Null where the answer is one that may be. */
function faultOf(path: string, { status, headers }: Answer): string | null {
  const isReadiness = path.startsWith('/api/health/ready')
  if (status === 503) return isReadiness || headers['retry-after'] ? null : '503 without Retry-After'
  return status >= 500 ? String(status) : null
}

test(
  `nothing that is asked without a sign-in is answered with a fault of our own (SIGNED_OUT_SEED=${SEED})`,
  async ({ web }) => {
    console.log(`SIGNED_OUT_SEED=${SEED} makes the same requests again`)
    const targets = listTargets(await specsOfOpen())
    const statuses = new Map<number, number>()
    const faults: string[] = []
    let next = 0
    const work = async (): Promise<void> => {
      while (next < REQUESTS) {
        const index = next++
        const asked = makeRequest({ seed: SEED, index, targets, origin: web.url })
        const answer = await askAsRouter(web.port, asked).catch((error: Error) => error)
        const fault = answer instanceof Error ? `no answer (${answer.message})` : faultOf(asked.path, answer)
        if (fault) faults.push(`${fault} to request ${index}: ${JSON.stringify(asked).slice(0, 800)}`)
        if (!(answer instanceof Error)) statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    expect(faults, `SIGNED_OUT_SEED=${SEED}\n${web.logged()}`).toEqual([])
    // It went past the doors: there were successes, refusals of input and of whoever is not signed in.
    for (const status of [200, 307, 400, 401, 403, 404, 405, 422]) expect([...statuses.keys()]).toContain(status)
  },
  RUN_MS,
)
