import { watch } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../support/project'

/** Editors write a file in several steps. */
const PAUSE_MS = 300

/** For development: calls `onChange` soon after a source at or below one of these paths has changed. */
export function watchSources(paths: readonly string[], onChange: () => void): void {
  let timer: NodeJS.Timeout | undefined
  for (const path of paths) {
    watch(join(PROJECT_ROOT, path), { recursive: true, persistent: false }, (_event, file) => {
      if (file && (!/\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file))) return
      clearTimeout(timer)
      timer = setTimeout(onChange, PAUSE_MS)
    })
  }
}
