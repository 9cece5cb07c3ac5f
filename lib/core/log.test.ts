import { expect, test } from 'vitest'
import { hashToken, newToken } from './crypto/secrets'
import { createLog } from './log'

/** What a log has written after `write` has used it. */
function written(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog({ write: (line: string) => void lines.push(line) }, 'debug'))
  return lines.join('')
}

test('a secret stands in no line, whatever part of the line somebody put it in', () => {
  for (let n = 0; n < 50; n += 1) {
    const secret = newToken()
    const cause = new Error(`no answer from /f/${secret}.ics?token=${secret}`)
    const text = written((log) => {
      log.info({ url: `https://x.example/appeal#${secret}` }, 'asked')
      log.warn({ token: secret, [secret]: 1, nested: [{ body: `{"token":"${secret}"}` }] }, secret)
      log.error({ err: new Error(`first line\n${secret}`, { cause }) }, `%23${secret} and\t${secret}`)
      log.child({ link: secret }).debug('bound')
    })
    expect(text).not.toContain(secret)
    expect(text.split('[secret]').length).toBeGreaterThanOrEqual(10)
  }
})

test('of many secrets none gets through, also of one that is made of letters alone', () => {
  const letters = Array.from({ length: 43 }, (_, n) => (n % 3 === 0 ? 'Q' : 'k')).join('')
  const all = [letters, ...Array.from({ length: 2_000 }, newToken)]
  const text = written((log) => log.info({ all }))
  expect(all.filter((secret) => text.includes(secret))).toEqual([])
})

test('what is no secret stays: ids, hashes, file names, sentences', () => {
  const kept = [
    '7d444840-9dc0-11d1-b245-5ffdce74fad2',
    hashToken('x').toString('hex'),
    '20261126140000-a-migration-with-a-name-that-goes-on-and-on',
    'the_column_with_the_longest_name_in_all_the_database',
    '/work/lib/Moderation/commands/Screening/a.ts',
    'at readableStreamDefaultControllerCallPullIfNeeded (node:internal/webstreams/readablestream:2769:3)',
    'a request failed unexpectedly',
  ]
  const text = written((log) => log.info({ kept }, 'all of it'))
  for (const one of kept) expect(text).toContain(one)
})

test('each line is still one JSON object', () => {
  const lines = written((log) => {
    log.info({ token: newToken(), n: 1 }, 'one')
    log.info('two')
  })
  const parsed = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; token?: string; n?: number })
  expect(parsed).toMatchObject([{ msg: 'one', token: '[secret]', n: 1 }, { msg: 'two' }])
})
