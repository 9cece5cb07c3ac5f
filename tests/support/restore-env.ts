import { afterAll } from 'vitest'
import { extendEnv } from '@/lib/core/env'

const before = { ...process.env }

/** Test files share a process: what one puts into the environment ends with it. */
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  extendEnv(before as Record<string, string>)
})
