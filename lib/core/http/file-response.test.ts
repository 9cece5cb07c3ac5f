import { expect, test } from 'vitest'
import { sendInlineFile } from './file-response'

const BYTES = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
const file = {
  type: 'image/png',
  size: BYTES.length,
  fileName: 'media-1.png',
  tag: 'abc',
  read: async function* ({ from, to }: { from: number; to: number }) {
    for (let at = from; at < to; at += 4) yield BYTES.slice(at, Math.min(to, at + 4))
  },
}
const ask = (headers: Record<string, string> = {}) =>
  sendInlineFile(new Request('http://localhost/', { headers }), file)
const bytesOf = async (response: Response) => [...new Uint8Array(await response.arrayBuffer())]

test('a file is shown whole, locked up, and kept by nobody without asking again', async () => {
  const response = ask()
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toEqual({
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-disposition': 'inline; filename="media-1.png"',
    'content-length': '10',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'content-type': 'image/png',
    etag: '"abc"',
  })
  expect(await bytesOf(response)).toEqual([...BYTES])
})

test('who has it already is not sent it again', () => {
  expect(ask({ 'if-none-match': '"abc"' }).status).toBe(304)
  expect(ask({ 'if-none-match': '"other"' }).status).toBe(200)
})

test.for([
  ['bytes=0-3', [0, 1, 2, 3], 'bytes 0-3/10'],
  ['bytes=7-', [7, 8, 9], 'bytes 7-9/10'],
  ['bytes=-2', [8, 9], 'bytes 8-9/10'],
  ['bytes=-99', [...BYTES], 'bytes 0-9/10'],
  ['bytes=8-99', [8, 9], 'bytes 8-9/10'],
] as const)('%s is a part', async ([range, expected, content]) => {
  const response = ask({ range })
  expect([response.status, response.headers.get('content-range')]).toEqual([206, content])
  expect(response.headers.get('content-length')).toBe(String(expected.length))
  expect(await bytesOf(response)).toEqual([...expected])
})

test.for(['bytes=10-', 'bytes=5-2', 'bytes=99999999999999999999-'])('%s is no part of it', (range) => {
  const response = ask({ range })
  expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */10'])
})

test.for(['bytes=0-1,4-5', 'bytes=-', 'lines=1-2', 'bytes=a-b'])('%s is sent whole', (range) => {
  expect(ask({ range }).status).toBe(200)
})

test('a part of another content is not sent as one of this', () => {
  expect(ask({ range: 'bytes=0-1', 'if-range': '"older"' }).status).toBe(200)
  expect(ask({ range: 'bytes=0-1', 'if-range': '"abc"' }).status).toBe(206)
})
