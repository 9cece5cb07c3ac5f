import { expect, test } from 'vitest'
import { recommendedSettings } from './tuning'

const GB = 1024 ** 3

test('leaves memory for web and worker on a small machine, and takes no more than helps on a large one', () => {
  expect(recommendedSettings(GB, 1)).toMatchObject({
    shared_buffers: '128MB',
    work_mem: '4MB',
    max_parallel_workers_per_gather: 0,
  })
  expect(recommendedSettings(8 * GB, 4)).toMatchObject({
    shared_buffers: '1024MB',
    effective_cache_size: '4096MB',
    work_mem: '32MB',
  })
  expect(recommendedSettings(256 * GB, 64)).toMatchObject({
    shared_buffers: '2048MB',
    max_parallel_workers_per_gather: 2,
  })
  expect(recommendedSettings()).toMatchObject({ jit: 'off', timezone: 'UTC' })
})
