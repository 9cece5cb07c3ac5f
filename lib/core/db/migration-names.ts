import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

export const MIGRATIONS_FOLDER = join('db', 'migrations')
const EXTENSION = '.ts'

/** Names of this code's migrations, in order. `root` is the project's folder; default is the working directory. */
export async function listMigrationNames(root = process.cwd()): Promise<string[]> {
  const files = await readdir(join(root, MIGRATIONS_FOLDER))
  return files
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length))
    .sort()
}
