import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

const FOLDERS = ['app', 'bench', 'cli', 'components', 'db', 'lib', 'tests', 'workers']

/**
 * The test files whose path has one of the names in it.
 * @param {string[]} names
 * @returns {Promise<{ vitest: string[], playwright: string[] }>}
 */
export async function findTestFiles(names) {
  const lists = await Promise.all(
    FOLDERS.map((folder) =>
      readdir(folder, { recursive: true }).then(
        (files) => files.map((file) => join(folder, file)),
        () => [],
      ),
    ),
  )
  const wanted = lists.flat().filter((file) => names.some((name) => file.includes(name)))
  return {
    vitest: wanted.filter((file) => /\.test\.tsx?$/.test(file)),
    playwright: wanted.filter((file) => /\.spec\.ts$/.test(file)),
  }
}
