import { expect, test } from 'vitest'
import type { ImportView } from '@/lib/community/schema'
import { progressText, shareOf } from './import-text'
import { problemOf } from './upload'

const anImport = (over: Partial<ImportView>): ImportView => ({
  id: '7f1b4a52-8f0a-4a7d-9a53-1f6f2a6c1d11',
  kind: 'csv',
  source: 'csv',
  fileName: 'messages.csv.gz',
  isDryRun: false,
  status: 'running',
  isCancelling: false,
  bytesTotal: 98_000_000,
  bytesDone: 0,
  counts: null,
  progress: null,
  hasRejectedFile: false,
  error: null,
  startedBy: 'cli',
  createdAt: '2026-11-22T12:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  ...over,
})

test('says how far an import is, in the measure of its phase', () => {
  const reading = {
    phase: 'reading',
    done: 12_000_000,
    total: 98_000_000,
    rate: 41_000.4,
    remainingSeconds: 120,
  } as const
  expect(progressText(anImport({ progress: reading })).replaceAll('\u00a0', ' ')).toBe(
    'Reading 12 MB of 98 MB, 41,000 lines per second, 2 min left',
  )
  const merging = { phase: 'merging', done: 500, total: 1000, rate: 250, remainingSeconds: 2 } as const
  expect(progressText(anImport({ progress: merging }))).toBe('Saving 500 of 1,000, 250 messages per second, 2.0 s left')
  expect(shareOf(anImport({ progress: merging }))).toBe(0.5)
})

test('has no measure while it sorts, waits or is being cancelled', () => {
  const sorting = { phase: 'sorting', done: 5, total: 10, rate: 3, remainingSeconds: null } as const
  expect(progressText(anImport({ progress: sorting }))).toBe('Sorting')
  expect(shareOf(anImport({ progress: sorting }))).toBeNull()
  expect(progressText(anImport({ status: 'queued' }))).toBe('Waiting for a worker')
  expect(progressText(anImport({ isCancelling: true }))).toBe('Cancelling')
})

test('tells why an upload was refused, also where a proxy has answered', () => {
  expect(problemOf({ status: 422, responseText: '{"title":"Invalid input","detail":"The header is wrong."}' })).toBe(
    'The header is wrong.',
  )
  expect(problemOf({ status: 413, responseText: '<html>' })).toBe(
    'The file is larger than the server accepts. Compress or split it, then try again.',
  )
  expect(problemOf({ status: 502, responseText: '' })).toBe('The server responded with status 502. Try again.')
})
