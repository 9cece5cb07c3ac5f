import { Agent, request } from 'node:http'

/** One client of a server: its connections stay open, as a browser's and a data source's do. */
export interface HttpClient {
  /** The answer's body. @throws Error where it is not a 2xx */
  get: (path: string) => Promise<Buffer>
  close: () => void
}

export function createClient(origin: string, headers: Record<string, string> = {}, maxSockets = 6): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets })
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        const call = request(new URL(path, origin), { agent, headers }, (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.once('error', reject)
          answer.once('end', () => {
            const body = Buffer.concat(parts)
            const code = answer.statusCode ?? 0
            if (code >= 200 && code < 300) resolve(body)
            else reject(new Error(`${path} answered ${code}: ${body.toString('utf8').slice(0, 300)}`))
          })
        })
        call.once('error', reject)
        call.end()
      }),
    close: () => agent.destroy(),
  }
}

export const getJson = async <T>(client: HttpClient, path: string): Promise<T> =>
  JSON.parse((await client.get(path)).toString('utf8')) as T
