import { expect, test } from 'vitest'
import { download } from './download'

const file = { fileName: 'Fälle "2026".csv', type: 'text/csv; charset=utf-8' }

test('the pieces arrive in their order under the name of the file', async () => {
  const answer = download({
    ...file,
    pieces: async function* () {
      yield 'a,b\r\n'
      yield 'ä,1\r\n'
    },
  })
  expect(answer.headers.get('Content-Disposition')).toBe("attachment; filename*=UTF-8''F%C3%A4lle%20%222026%22.csv")
  expect(answer.headers.get('Content-Type')).toBe(file.type)
  expect(await answer.text()).toBe('a,b\r\nä,1\r\n')
})

test('a piece is made when it is asked for and not before; nothing is made for a client that went away', async () => {
  const seen = { made: 0, aborted: false, ended: false }
  const answer = download({
    ...file,
    pieces: async function* (signal) {
      signal.addEventListener('abort', () => {
        seen.aborted = true
      })
      try {
        for (;;) {
          seen.made += 1
          yield 'x'
        }
      } finally {
        seen.ended = true
      }
    },
  })
  const reader = answer.body?.getReader()
  expect(seen.made).toBe(0)
  await reader?.read()
  await reader?.read()
  expect(seen.made).toBe(2)
  await reader?.cancel()
  expect(seen).toEqual({ made: 2, aborted: true, ended: true })
})

test('a fault breaks the file off, so that nobody takes a part for the whole', async () => {
  const answer = download({
    ...file,
    pieces: async function* () {
      yield 'x'
      throw new Error('lost')
    },
  })
  await expect(answer.text()).rejects.toThrow('lost')
})
