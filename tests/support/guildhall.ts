import { Readable } from 'node:stream'
import { vi } from 'vitest'
import { main } from '@/cli/main'

export interface Ran {
  code: number
  stdout: string
  stderr: string
  /** What --json printed, empty where there was none. */
  json: Record<string, unknown>
}

/**
 * Runs a command of the command line in this process, on the database of DATABASE_URL (the fixture `web` sets it): a process
 * of its own takes a second to start.
 */
export async function guildhall(args: readonly string[], stdin = ''): Promise<Ran> {
  const out = capture('stdout')
  const error = capture('stderr')
  const input = vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([stdin]) as typeof process.stdin)
  try {
    await main(['node', 'guildhall', ...args])
    const stdout = out.text()
    const json = stdout.startsWith('{') ? (JSON.parse(stdout) as Record<string, unknown>) : {}
    return { code: Number(process.exitCode ?? 0), stdout, stderr: error.text(), json }
  } finally {
    process.exitCode = undefined
    for (const spy of [out.spy, error.spy, input]) spy.mockRestore()
  }
}

function capture(stream: 'stdout' | 'stderr') {
  const parts: string[] = []
  const spy = vi.spyOn(process[stream], 'write').mockImplementation((part) => parts.push(String(part)) > 0)
  return { spy, text: () => parts.join('') }
}
