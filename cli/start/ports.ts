import { createServer } from 'node:net'
import { StartError } from '@/lib/core/start-error'

/** @throws StartError where something else listens there, naming the setting that chooses another port */
export async function requireFreePort(host: string, port: number, setting: string): Promise<void> {
  const code = await listenBriefly(host, port)
  if (code === null) return
  if (code === 'EADDRINUSE') {
    throw new StartError(`Port ${port} on ${host} is taken: stop what listens there, or set ${setting} to another one.`)
  }
  throw new StartError(
    `Nothing can listen on port ${port} of ${host} (${code}): set HOST and ${setting} to what is allowed here.`,
  )
}

function listenBriefly(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
}
