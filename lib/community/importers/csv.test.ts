import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCsv } from './csv'
import type { RowBatch } from './lines'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guildhall-csv-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function open(content: string | Buffer) {
  const path = join(folder, 'file.csv')
  await writeFile(path, content)
  return openCsv({ path, now: new Date('2024-06-01T00:00:00Z'), signal: new AbortController().signal })
}

async function read(content: string | Buffer): Promise<RowBatch> {
  const all: RowBatch = { good: [], bad: [] }
  for await (const { good, bad } of (await open(content)).batches) {
    all.good.push(...good)
    all.bad.push(...bad)
  }
  return all
}

const CSV = 'sent_at,Message_ID,text,channel_id,mood,member_id\r\n2024-05-01T00:00:00Z,1,"a, ""b""",c1,happy,m1\r\n'

test('takes columns in any order and case, gzipped by content and with a byte order mark, and names the unknown', async () => {
  const expected = {
    good: [
      {
        externalId: '1',
        member: 'm1',
        memberName: null,
        channel: 'c1',
        channelName: null,
        topic: null,
        sentAt: '2024-05-01T00:00:00Z',
        text: 'a, "b"',
        length: null,
      },
    ],
    bad: [],
  }
  expect(await read(CSV)).toEqual(expected)
  expect(await read(`\uFEFF${CSV}`)).toEqual(expected)
  expect(await read(gzipSync(CSV))).toEqual(expected)
  expect((await open(CSV)).ignored).toEqual(['mood'])
  expect((await open(CSV)).stated).toEqual({ topic: false, text: true, length: true })
})

test.each([
  ['', 'The file is empty.'],
  ['message_id,member_id\n1,2\n', 'Missing: channel_id, sent_at.'],
  ['message_id,member_id,channel_id,sent_at,topic,topic_id\n', 'The column topic_id appears twice.'],
])('refuses the header of %o', async (content, message) => {
  await expect(open(content)).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining(message) })
})

test('fails as a whole where a gzip file is cut off', async () => {
  const rows = Array.from({ length: 5_000 }, (_, n) => `${n},m${n * 7919},c,2024-05-01T00:00:00Z\n`).join('')
  const whole = gzipSync(`message_id,member_id,channel_id,sent_at\n${rows}`)
  await expect(read(whole.subarray(0, whole.length - 200))).rejects.toMatchObject({ code: 'import.unreadable' })
})
