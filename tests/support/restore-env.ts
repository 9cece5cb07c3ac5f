import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { extendEnv } from '@/lib/core/env'

const before = { ...process.env }

/** A folder of a file's own: what is kept beside one database (the audit log's head) says nothing of another's. */
const data = join(tmpdir(), `guildhall-vitest-${randomUUID()}`)
extendEnv({ GUILDHALL_DATA: data })

/** Test files share a process: what one puts into the environment ends with it. */
afterAll(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  extendEnv(before as Record<string, string>)
  await rm(data, { recursive: true, force: true })
})
