import { existsSync, readdirSync } from 'node:fs'
import { parseCronItems } from 'graphile-worker'
import { expect, test } from 'vitest'
import { DOMAINS } from '@/lib/domains'
import type { Scheduler } from './scheduler'
import { listTasks, MAINTENANCE_SCHEDULE, OUTBOUND_TASKS } from './tasks'

const tasks = [...listTasks({ scheduler: {} as Scheduler, workerId: '' }), ...OUTBOUND_TASKS]

test('every file in a folder of jobs is a job of its domain, under its own name', async () => {
  for (const { shared, jobs = [] } of DOMAINS) {
    const folder = `lib/${shared.name}/jobs`
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => !file.endsWith('.test.ts')) : []
    expect(jobs.map(({ task }) => `${task.name}.ts`).sort()).toEqual(files.sort())
  }
  for (const { load } of tasks) expect(await load()).toBeTypeOf('function')
})

test('upkeep by the clock is of jobs that there are, at times that can be read', () => {
  const names = new Set(tasks.map(({ task }) => task.name))
  expect(MAINTENANCE_SCHEDULE.every((item) => names.has(item.task))).toBe(true)
  expect(parseCronItems([...MAINTENANCE_SCHEDULE])).toHaveLength(MAINTENANCE_SCHEDULE.length)
})
