import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RowBatch } from './lines'
import { decodeName, openZulip } from './zulip'

test('names are percent-encoded with a dot for the percent sign, and stay as they are where they are not', () => {
  expect(decodeName('new.20members')).toBe('new members')
  expect(decodeName('version.203.2E0.20.C3.A9')).toBe('version 3.0 é')
  expect(decodeName('v3.0')).toBe('v3.0')
})

test('reads a folder per stream and a file per topic, and counts what is no message by file and place', async () => {
  const root = await mkdtemp(join(tmpdir(), 'guildhall-zulip-'))
  try {
    await mkdir(join(root, '12-new.20members'))
    await mkdir(join(root, 'images'))
    await writeFile(join(root, 'stream_index.json'), '{}')
    const message = { id: 7, content: 'Hi 😀', sender_full_name: 'Ana', timestamp: 1_519_660_926 }
    await writeFile(
      join(root, '12-new.20members', 'hello.2E.json'),
      JSON.stringify([message, { ...message, id: undefined }, 'x']),
    )
    const opened = await openZulip({ path: root, now: new Date(), signal: new AbortController().signal })
    const all: RowBatch = { good: [], bad: [] }
    for await (const { good, bad } of opened.batches) {
      all.good.push(...good)
      all.bad.push(...bad)
    }
    expect(all.good).toEqual([
      {
        externalId: '7',
        member: 'Ana',
        memberName: 'Ana',
        channel: '12',
        channelName: 'new members',
        topic: 'hello.',
        sentAt: '2018-02-26T16:02:06.000Z',
        text: 'Hi 😀',
        length: 4,
      },
    ])
    expect(all.bad.map(({ file, line }) => [file, line])).toEqual([
      [join('12-new.20members', 'hello.2E.json'), 2],
      [join('12-new.20members', 'hello.2E.json'), 3],
    ])
    expect(opened.bytesDone()).toBe(opened.bytesTotal)
  } finally {
    await rm(root, { recursive: true })
  }
})

test('says that a folder without streams is no archive', async () => {
  const root = await mkdtemp(join(tmpdir(), 'guildhall-zulip-'))
  try {
    const opening = openZulip({ path: root, now: new Date(), signal: new AbortController().signal })
    await expect(opening).rejects.toMatchObject({ code: 'import.no_streams' })
  } finally {
    await rm(root, { recursive: true })
  }
})
