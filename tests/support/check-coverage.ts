import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OPERATIONS } from './openapi/validator'

/** At the end of all tests: names the operations of which no test has read a success, from what answers.ts has written down. */
const folder = process.env.CHECKED_ANSWERS ?? ''
const succeeded = new Set(readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n')))
const lacking = OPERATIONS.filter((operation) => !succeeded.has(operation))
if (lacking.length > 0) {
  console.error(`No test reads a success of:\n${lacking.join('\n')}`)
  process.exitCode = 1
}
