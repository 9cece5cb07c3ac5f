import { readdirSync } from 'node:fs'
import { parseCronItems } from 'graphile-worker'
import { expect, test } from 'vitest'
import type { Scheduler } from '../scheduler'
import { listTasks, MAINTENANCE, OUTBOUND_TASKS } from '.'

const tasks = [...listTasks({ scheduler: {} as Scheduler, workerId: '' }), ...OUTBOUND_TASKS]

test('every file of this folder is a job that workers carry out, under its own name', () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => !file.startsWith('index') && !file.endsWith('.test.ts'),
  )
  expect(tasks.map(({ task }) => `${task.name}.ts`).sort()).toEqual(files.sort())
})

test('upkeep by the clock is of jobs that there are, at times that can be read', () => {
  const names = new Set(tasks.map(({ task }) => task.name))
  expect(MAINTENANCE.every((item) => names.has(item.task))).toBe(true)
  expect(parseCronItems([...MAINTENANCE])).toHaveLength(MAINTENANCE.length)
})
