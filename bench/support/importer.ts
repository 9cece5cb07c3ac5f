import { join } from 'node:path'
import { bundleInto } from '@/cli/support/programs.mjs'

/** Bundles import-file.ts as the command line is bundled, and answers where it lies: what reads TypeScript takes memory too. */
export async function bundleImporter(): Promise<string> {
  const root = process.cwd()
  const folder = join(root, 'dist', '.bench')
  await bundleInto(folder, root, { 'import-file': 'bench/support/import-file.ts' })
  return join(folder, 'import-file.js')
}
