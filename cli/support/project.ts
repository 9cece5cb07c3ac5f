import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { env } from '@/lib/core/env'

/** The folder of this Guildhall, wherever the command was called. */
export const PROJECT_ROOT = findRoot(import.meta.dirname)

/** What GUILDHALL_DATA is for the demo where it is unset. */
export const DEMO_DATA = '.guildhall-demo'

/** GUILDHALL_DATA as an absolute path; a relative one lies in the project. */
export const dataDir = (): string => resolve(PROJECT_ROOT, env().dataDir)

/** Of a source as of a bundle that it went into. */
function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder))
}
