import { ensureDefaultSources } from '@/lib/collection/commands/create-source'
import { runPage } from '@/lib/collection/schema'
import { guildhall } from '@/tests/support/guildhall'
import { expect, test } from '@/tests/support/web'

test('collects without a worker, prints one object, and says what it can not find', async ({ web: db }) => {
  await ensureDefaultSources(db)
  const all = await guildhall(['collect', '--json'])
  expect(all.code).toBe(0)
  const { items } = runPage.parse({ items: all.json.runs, next: null })
  expect(items.map((run) => [run.sourceName, run.status, run.trigger, run.by])).toEqual([
    ['Community', 'succeeded', 'manual', 'cli'],
    ['System', 'succeeded', 'manual', 'cli'],
  ])
  expect(items.every((run) => run.samples > 0)).toBe(true)

  const one = await guildhall(['collect', 'system'])
  expect(one).toMatchObject({ code: 0, stdout: expect.stringMatching(/^System: succeeded, 6 samples/) })
  const none = await guildhall(['collect', 'nowhere', '--json'])
  expect(none).toMatchObject({ code: 1, json: { error: { code: 'source.not_found' } } })
}, 60_000)
