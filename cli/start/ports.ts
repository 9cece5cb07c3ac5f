import { createServer } from 'node:net'
import { StartError } from '@/lib/core/start-error'

/** @throws StartError where something else listens there, naming the setting that chooses another port */
export async function requireFreePort(host: string, port: number, setting: string): Promise<void> {
  const code = await listenBriefly(host, port)
  if (code === null) return
  if (code === 'EADDRINUSE') {
    throw new StartError(
      `Port ${port} on ${host} is already in use. Stop the program that uses it, or set ${setting} to another port.`,
    )
  }
  throw new StartError(
    `Can't listen on port ${port} of ${host} (${code}). Set HOST and ${setting} to an address and a port that you can use.`,
  )
}

function listenBriefly(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
}
