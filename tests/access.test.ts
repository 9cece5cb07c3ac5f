import { vi } from 'vitest'
import { TOPIC_PERMISSIONS, type Topic } from '@/lib/domains.shared'
import { isPermission, keyCan, ROLES } from '@/lib/staff/permissions'
import { topicsFor } from '@/lib/staff/socket'
import { type Caller, keys, nobody, people } from './support/callers'
import { ENDPOINTS, PAGES, TOPIC_OPENINGS } from './support/domain-access'
import { addressOf, filesOfApp, loadEndpoints, loadFile } from './support/endpoints'
import { outcomeOfPage } from './support/page-outcome'
import { actorOf } from './support/staff'
import { call, expect, test as webTest } from './support/web'

const asked = vi.hoisted(() => ({ headers: new Headers() }))
// A page reads its request through these; the rest of it, and of what it asks, is real.
vi.mock('next/headers', () => ({
  headers: async () => asked.headers,
  cookies: async () => ({ get: () => undefined }),
}))

const TOPICS = Object.keys(TOPIC_PERMISSIONS) as Topic[]
const NO_ID = '00000000-0000-4000-8000-000000000000'

const pages = filesOfApp('page.tsx')

const test = webTest.extend(
  'callers',
  { scope: 'file' },
  async ({ web: db }): Promise<Caller[]> => [nobody, ...people(db), ...(await keys(db))],
)

const endpoints = await loadEndpoints()

test('every endpoint is in the table, and the table has no other', () => {
  expect(endpoints.map((endpoint) => endpoint.name).toSorted()).toEqual(Object.keys(ENDPOINTS).toSorted())
})

test('every page is in the table, and the table has no other', () => {
  expect(pages.map(addressOf).toSorted()).toEqual(Object.keys(PAGES).toSorted())
})

test.for(endpoints)('$name opens to whom it should', async ({ name, handler, address, method }, { callers }) => {
  const opening = ENDPOINTS[name] ?? ''
  for (const caller of callers) {
    const status = await statusFor(caller, { handler, address, method })
    if (opening === 'whoever is signed in') expectStatus(`${caller.name}: ${status}`, status, caller, caller !== nobody)
    else if (isPermission(opening)) expectStatus(`${caller.name}: ${status}`, status, caller, caller.may(opening))
    else if (opening === 'everyone')
      expect([`${caller.name}: ${status}`, [401, 403, 500].includes(status)][1]).toBe(false)
  }
})

async function statusFor(
  caller: Caller,
  { handler, address, method }: { handler: unknown; address: string; method: string },
): Promise<number> {
  const params = Object.fromEntries([...address.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => [name, NO_ID]))
  const response = await call(handler, {
    method,
    path: address.replace(/\[\w+\]/g, NO_ID),
    params,
    headers: await caller.headers(),
    // Nothing that any endpoint could act on: whoever is let in fails later, at the input.
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: {} }),
  })
  return response.status
}

function expectStatus(seen: string, status: number, caller: Caller, mayEnter: boolean): void {
  const refusal = caller === nobody ? 401 : 403
  if (!mayEnter) expect(seen).toBe(`${caller.name}: ${refusal}`)
  else expect([seen, status === 401 || status === 403 || status === 500]).toEqual([seen, false])
}

test.for(pages)('the page %s opens to whom it should', async (file, { callers }) => {
  const opening = PAGES[addressOf(file)]
  const module = await loadFile(file)
  for (const caller of callers) {
    // A key is no session: with one in hand a page treats everybody as signed out.
    const isKey = caller.name.startsWith('a key')
    asked.headers = new Headers(await caller.headers())
    const outcome = await outcomeOfPage(module.default)
    const expected =
      opening === 'everyone'
        ? 'in'
        : caller === nobody || isKey
          ? 'sign-in'
          : opening && caller.may(opening)
            ? 'in'
            : 'forbidden'
    expect(`${caller.name}: ${outcome}`).toBe(`${caller.name}: ${expected}`)
  }
})

test.for(ROLES)('the %s hears the topics of the table', (role) => {
  const actor = actorOf({ id: NO_ID, role })
  const expected = TOPICS.filter((topic) => {
    const opening = TOPIC_OPENINGS[topic]
    return (
      opening !== null &&
      people(null as never)
        .find((caller) => caller.name === `the ${role}`)
        ?.may(opening)
    )
  })
  expect(topicsFor(actor)).toEqual(expected)
})

test('no key may manage keys, staff or accounts, whatever its role and scopes', () => {
  const never = ['keys:read', 'keys:write', 'staff:read', 'staff:write', 'account:manage'] as const
  for (const permission of never) {
    expect([keyCan('operator', [], permission), keyCan('operator', [permission], permission)]).toEqual([false, false])
  }
})
