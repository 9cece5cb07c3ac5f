import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 50

/** Waits for a condition. @throws Error that names it when it is not met in time */
export async function until(what: string, isMet: () => Promise<boolean> | boolean, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await isMet())) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`)
    await delay(LOOK_MS)
  }
}

/** Whether a process runs; one that has ended and waits to be reaped does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return stat !== null && !/^\d+ \(.*\) Z/.test(stat)
}

/** The processes that a process has started, by what their command lines have in them. */
export async function childrenOf(parent: number, text: string): Promise<number[]> {
  const found: number[] = []
  for (const entry of await readdir('/proc')) {
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    if (Number(/^\d+ \(.*\) \S (\d+)/.exec(stat)?.[1]) !== parent) continue
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(text)) found.push(Number(entry))
  }
  return found
}
