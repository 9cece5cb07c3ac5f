import { expect, test } from './support/test'

test('answers carry the headers that keep pages safe, static files too', async ({ request }) => {
  const page = await request.get('/sign-in')
  const headers = page.headers()
  expect(headers['x-powered-by']).toBeUndefined()
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  expect(headers['content-security-policy']).toMatch(
    /script-src 'self' 'nonce-[^']+' 'strict-dynamic';.*frame-ancestors 'none'/,
  )
  const again = await request.get('/sign-in')
  expect(again.headers()['content-security-policy']).not.toBe(headers['content-security-policy'])
  const script = /src="(\/_next\/static\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? ''
  expect((await request.get(script)).headers()['x-content-type-options']).toBe('nosniff')
  expect((await request.get('/api/health/live')).headers()).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  })
})

test("the API says in its own manner that there is nothing, and a broken address is the asker's fault", async ({
  request,
}) => {
  const missing = await request.get('/api/v1/nothing')
  expect([missing.status(), missing.headers()['content-type']]).toEqual([404, 'application/problem+json'])
  for (const address of ['/api/v1/staff/%', '/operations/runs/%c0%af']) {
    const broken = await request.get(address)
    expect([address, broken.status(), (await broken.json()).code]).toEqual([address, 400, 'request.bad_address'])
  }
  expect((await request.fetch('/api/v1/staff', { method: 'PROPFIND' })).status()).toBe(400)
  const wrong = await request.delete('/api/v1/metrics')
  expect([wrong.status(), (await wrong.json()).code]).toEqual([405, 'request.wrong_method'])
})

test('health is open and says no more than the state', async ({ request }) => {
  const live = await request.get('/api/health/live')
  expect(await live.json()).toEqual({ status: 'live' })
  await expect.poll(async () => (await request.get('/api/health/ready')).status()).toBe(200)
  expect(await (await request.get('/api/health/ready')).json()).toEqual({ status: 'ready' })
})

test('metrics are for this machine alone, and not for what a proxy on it forwards', async ({ request }) => {
  const open = await request.get('/metrics')
  expect(open.status()).toBe(200)
  expect(await open.text()).toContain('guildhall_http_request_seconds')
  for (const header of ['X-Forwarded-For', 'Forwarded', 'X-Guildhall-Local']) {
    const answer = await request.get('/metrics', { headers: { [header]: 'x' } })
    expect(answer.status()).toBe(header === 'X-Guildhall-Local' ? 200 : 403)
  }
})
