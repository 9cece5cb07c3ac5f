import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readJsonBody } from './body'

const LIMITS = { bytes: 1_000, values: 20, depth: 4 }

/** The text in chunks of this many bytes, so that each boundary is tried. */
function requestOf(body: string | Uint8Array, chunkBytes = 64 * 1_024): Request {
  const bytes = Buffer.from(body)
  let sent = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(sent, sent + chunkBytes))
      sent += chunkBytes
    },
  })
  return new Request('http://here/', { method: 'POST', body: stream, duplex: 'half' } as RequestInit)
}

const read = async (body: string | Uint8Array, chunkBytes?: number, limits = LIMITS) =>
  readJsonBody(requestOf(body, chunkBytes), limits)

const list = (count: number, one: string) => `[${Array(count).fill(one).join(',')}]`

afterEach(() => vi.restoreAllMocks())

describe('a body under the limits', () => {
  test.for([
    list(19, '1'),
    list(19, '{}'),
    list(19, 'null'),
    list(19, '"a,b:{[\\"\\\\"'),
    list(19, ' -1.5e3 '),
    list(9, '{"a":1}'),
    '[[[[]]]]',
    '"[[[[[["',
    '{"[{\\"[{[":"\\u005b\\\\"}',
    '{"a":"Zoë 😀","b":[true,false]}',
  ])('is read as JSON reads it, wherever it is cut: %s', async (text) => {
    for (const chunkBytes of [1, 2, 3, 5, 7, 1_000]) expect(await read(text, chunkBytes)).toEqual(JSON.parse(text))
  })
})

describe('a body in tiny chunks', () => {
  test('is read up to a thousand of them, and is none beyond, however short', async () => {
    const limits = { bytes: 100_000, values: 20, depth: 4 }
    expect(await read(`${' '.repeat(900)}1`, 1, limits)).toBe(1)
    const parse = vi.spyOn(JSON, 'parse')
    await expect(read(`${' '.repeat(5_000)}1`, 1, limits)).rejects.toMatchObject({ code: 'body.too_large' })
    expect(parse).not.toHaveBeenCalled()
    expect(await read(`${' '.repeat(5_000)}1`, 64, limits)).toBe(1)
  })
})

describe('a body over the limits', () => {
  const keys = (count: number) => `{${Array.from({ length: count }, (_, n) => `"k${n}":1`).join(',')}}`

  test.for([
    ['numbers', list(20, '1')],
    ['objects', list(20, '{}')],
    ['texts', list(20, '""')],
    ['literals', list(20, 'true')],
    ['members', list(10, '{"a":1}')],
    ['the same key again', `{${Array(20).fill('"a":1').join(',')}}`],
    ['keys', keys(20)],
    ['keys without values', `{${Array(21).fill('"a":').join('')}`],
    ['depth', '[[[[[]]]]]'],
    ['depth of objects', '{"a":{"a":{"a":{"a":{}}}}}'],
    ['depth without end', '['.repeat(900)],
    ['bytes', `"${'x'.repeat(1_000)}"`],
    ['blanks', ' '.repeat(1_001)],
  ])('is refused before it is parsed: %s', async ([, text = '']) => {
    const parse = vi.spyOn(JSON, 'parse')
    for (const chunkBytes of [1, 7, 2_000])
      await expect(read(text, chunkBytes)).rejects.toMatchObject({ kind: 'too_large', code: 'body.too_large' })
    expect(parse).not.toHaveBeenCalled()
  })

  test('is not read on', async () => {
    let pulled = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        if (pulled === 1_000) return controller.close()
        controller.enqueue(Buffer.from('[1,1,1,1,1,1,1,1,'))
      },
    })
    const request = new Request('http://here/', { method: 'POST', body, duplex: 'half' } as RequestInit)
    await expect(readJsonBody(request, LIMITS)).rejects.toMatchObject({ code: 'body.too_large' })
    expect(pulled).toBeLessThan(10)
  })

  test('by its own account is refused before a byte of it is read', async () => {
    const pull = vi.fn()
    const headers = { 'Content-Length': '1001' }
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 })
    const request = new Request('http://here/', { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    await expect(readJsonBody(request, LIMITS)).rejects.toMatchObject({ code: 'body.too_large' })
    expect(pull).not.toHaveBeenCalled()
  })
})

test('the limits are 1 MiB, 10,000 values and 32 levels where none are given', async () => {
  const at = (text: string) => readJsonBody(requestOf(text))
  await at(`"${'x'.repeat(2 ** 20 - 2)}"`)
  await at(list(9_999, '1'))
  await at(`${'['.repeat(32)}${']'.repeat(32)}`)
  for (const over of [`"${'x'.repeat(2 ** 20 - 1)}"`, list(10_000, '1'), `${'['.repeat(33)}${']'.repeat(33)}`])
    await expect(at(over)).rejects.toMatchObject({ code: 'body.too_large' })
})

test('what is no JSON is said to be none', async () => {
  for (const text of ['', '{', '[1,]', '{"a"}', '"\n"', '\0'])
    await expect(read(text)).rejects.toMatchObject({ kind: 'malformed', code: 'body.not_json' })
})

test('what can not be stored is refused with its path, and is seen in keys and behind escapes', async () => {
  for (const [text, path] of [
    ['{"a":["x","\\u0000"]}', 'a.1'],
    ['{"a":{"\\ud800":1}}', 'a'],
    ['{"a":"\\uDC00\\uD800"}', 'a'],
  ] as const)
    await expect(read(text)).rejects.toMatchObject({ code: 'input.unstorable_text', issues: [{ path }] })
  expect(await read('{"a":"\\ud83d\\ude00"}')).toEqual({ a: '😀' })
})

describe('a body just under the limits', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = (): number => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const padded = (values: string): string => `[${values},"${'x'.repeat(2 ** 20 - values.length - 10)}"]`
  const many = (one: (n: number) => string, count = 9_990) => Array.from({ length: count }, (_, n) => one(n)).join(',')

  test.for([
    ['objects', padded(many(() => '{}'))],
    ['lists', padded(many(() => '[]'))],
    ['objects of many shapes', padded(many((n) => `{"k${n}":1}`, 4_990))],
    ['keys', padded(`{${many((n) => `"k${n}":1`)}}`)],
    ['numbers', padded(many((n) => `${n}.5`))],
    ['texts', padded(many((n) => `"${n}"`))],
    ['a text outside of Latin-1', `"${'€'.repeat(2 ** 20 / 3 - 10)}"`],
    ['escapes', `"${'\\u20ac'.repeat(2 ** 20 / 6 - 10)}"`],
  ] as const)('takes at most 10 times its size in memory: %s', async ([, text]) => {
    const bytes = Buffer.byteLength(text)
    expect(bytes).toBeGreaterThan(0.9 * 2 ** 20)
    const request = requestOf(text)
    collect()
    const before = used()
    const value = await readJsonBody(request)
    expect(used() - before).toBeLessThan(10 * bytes)
    expect(value).toBeDefined()
  })
})
