import { expect, test } from 'vitest'
import { z } from 'zod'
import { filterQuery } from './page'

const query = filterQuery({ queue: z.uuid().optional(), status: z.enum(['open', 'decided']).default('open') })

test('a filter without a value is none, and a wrong one is refused', () => {
  expect(query.parse({ queue: '', status: '', limit: '', after: '' })).toEqual({ status: 'open', limit: 50 })
  expect(query.parse({ status: 'decided', limit: '7' })).toEqual({ status: 'decided', limit: 7 })
  expect(query.safeParse({ queue: 'nope', status: '' }).error?.issues.map(({ path }) => path)).toEqual([['queue']])
})
