import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where situations with their right outcome lie. Others of the same form can be run from a folder of one's own. */
export const CASES_DIR = process.env.CASES_DIR ?? join(import.meta.dirname, '../cases')

/**
 * The cases of a file, one JSON object a line. A folder that doesn't have the file has no cases of its kind.
 * @param name its name in `CASES_DIR`
 */
export function readCases<T>(name: string): T[] {
  const path = join(CASES_DIR, name)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)
}
