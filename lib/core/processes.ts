import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Of /proc/<pid>/stat, counted from the state, which is the first one after the name: in ticks since the boot. */
const START_FIELD = 19

/** How a process was started, its arguments separated by spaces; empty where there is none of this number. */
export async function commandLine(pid: number): Promise<string> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return ''
  // One that has ended and was not yet reaped has an empty command line.
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return text.replaceAll('\0', ' ').trim()
  }
  return run('ps', ['-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  )
}

/**
 * When a process was started, in a form that only serves comparison; null where none of this number runs. With the number
 * it tells a process from every other that gets the same one later, as after a power cut or in a container that is
 * started again.
 */
export async function startOf(pid: number): Promise<string | null> {
  if (!(await commandLine(pid))) return null
  if (process.platform !== 'linux') {
    return run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
      ({ stdout }) => stdout.trim() || null,
      () => null,
    )
  }
  const [boot, stat] = await Promise.all(
    ['/proc/sys/kernel/random/boot_id', `/proc/${pid}/stat`].map((file) => readFile(file, 'utf8').catch(() => '')),
  )
  // The name in parentheses may hold spaces; what follows it is separated by single ones.
  const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[START_FIELD]
  return ticks ? `${boot?.trim()} ${ticks}` : null
}

/** Sends a signal; a process that is gone already is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error
  }
}
