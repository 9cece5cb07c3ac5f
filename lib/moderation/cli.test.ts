import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guildhall } from '@/tests/support/guildhall'
import { aDecision } from '@/tests/support/moderation'
import { expect, test as webTest } from '@/tests/support/web'

// biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures a fixture needs
const test = webTest.extend('folder', async ({}, { onCleanup }) => {
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-export-'))
  onCleanup(() => rm(folder, { recursive: true }))
  return folder
})

test('decisions go to stdout, or to a file that is there when all of it is', async ({ web: db, folder }) => {
  const { decisionId } = await aDecision(db)
  const shown = await guildhall(['export', 'decisions'])
  expect([shown.code, shown.stdout.split('\r\n').length]).toEqual([0, 4])
  expect(shown.stdout).toContain(decisionId)
  const file = join(folder, 'decisions.jsonl')
  const { code, json } = await guildhall(['export', 'decisions', '--format', 'jsonl', '-o', file, '--json'])
  const text = await readFile(file, 'utf8')
  expect([code, json]).toEqual([
    0,
    { file, format: 'jsonl', bytes: Buffer.byteLength(text), seconds: expect.any(Number) },
  ])
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { decisionId: string }).decisionId),
  ).toEqual([decisionId, decisionId])
  expect(await readdir(folder)).toEqual(['decisions.jsonl'])
})

test('wrong use is refused by name, and leaves no file', async ({ web: _db, folder }) => {
  const file = join(folder, 'x.csv')
  const backwards = await guildhall(['export', 'decisions', '--from', '2026-02-01', '--to', '2026-01-01', '-o', file])
  expect([backwards.code, backwards.stderr]).toEqual([2, expect.stringContaining('must end after it starts')])
  expect((await guildhall(['export', 'decisions', '--format', 'xml'])).code).toBe(2)
  expect(await guildhall(['export', 'decisions', '--json'])).toMatchObject({
    code: 2,
    json: { error: { code: 'command.wrong_use' } },
  })
  expect(await readdir(folder)).toEqual([])
})
