import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { env } from '@/lib/core/env'

/** The folder of this Guildhall, wherever the command was called. */
export const PROJECT_ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** What GUILDHALL_DATA is for the demo where it is unset. */
export const DEMO_DATA = '.guildhall-demo'

/** GUILDHALL_DATA as an absolute path; a relative one lies in the project. */
export const dataDir = (): string => resolve(PROJECT_ROOT, env().dataDir)
