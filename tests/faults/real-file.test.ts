import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { bundleImporter } from '@/bench/support/importer'
import { expect, test } from '@/tests/support/database'

const FILE = resolve('../shared/data/community/messages-2018-2023.csv.gz')
const MEMORY_BAR_MB = 300

const isHere = existsSync(FILE)
if (!isHere) process.stderr.write(`The real messages are skipped, because ${FILE} is not there.\n`)

test.skipIf(!isHere)(
  'six years of a real community go in, right to the message, in little memory',
  async ({ connectionString }) => {
    const env = { ...process.env, DATABASE_URL: connectionString }
    const { stdout } = await promisify(execFile)(process.execPath, [await bundleImporter(), FILE], { env })
    const { counts, megabytes } = JSON.parse(stdout) as { counts: object; megabytes: number }
    expect(counts).toEqual({
      lines: 613_106,
      messages: 607_364,
      new: 607_364,
      changed: 0,
      unchanged: 0,
      superseded: 5_742,
      rejected: 0,
    })
    expect(megabytes).toBeLessThan(MEMORY_BAR_MB)
  },
  600_000,
)
