import { watch } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../support/project'
import type { Child } from './child'

/** Editors write a file in several steps. */
const PAUSE_MS = 300

/** For development: ends and starts a program whenever one of its sources changes. */
export function restartOnChange(child: Child, paths: readonly string[]): void {
  let timer: NodeJS.Timeout | undefined
  for (const path of paths) {
    watch(join(PROJECT_ROOT, path), { recursive: true, persistent: false }, (_event, file) => {
      if (file && (!/\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file))) return
      clearTimeout(timer)
      timer = setTimeout(() => child.restart(), PAUSE_MS)
    })
  }
}
