import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { bundlePrograms } from '@/cli/support/programs.mjs'
import { freePorts } from './free-ports'
import { waitFor } from './wait-for'

const ROOT = resolve(import.meta.dirname, '../..')

export interface WebProcess {
  url: string
  port: number
  /** What it has logged, the latest 100 lines. */
  logged: () => string
  stop: () => Promise<void>
}

interface WhereFrom {
  /** Of the build that is served; by default that of this checkout. */
  folder?: string
  /** A free one by default. */
  port?: number
}

/** A real web, as `npm start` would start it, on the database of a test; the application has to be built. */
export async function startWebProcess(
  connectionString: string,
  env: Record<string, string> = {},
  { folder = ROOT, port: given }: WhereFrom = {},
): Promise<WebProcess> {
  const port = given ?? (await freePorts(1))[0] ?? 0
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [join(await bundlePrograms(ROOT), 'web.js')], {
    cwd: folder,
    env: {
      ...process.env,
      ...{ PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: connectionString, GUILDHALL_URL: url },
      ...{ NODE_ENV: 'production', ...env },
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const ended = once(child, 'exit')
  let lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      lines = [...lines, ...text.toString('utf8').split('\n')].slice(-100)
    })
  const logged = () => lines.join('\n')
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  await waitFor('the web to answer', async () => {
    if (child.exitCode !== null) throw new Error(`the web ended with code ${child.exitCode}: ${logged()}`)
    return fetch(`${url}/api/health/live`).then(
      (answer) => answer.ok,
      () => false,
    )
  }).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url, port, logged, stop }
}
