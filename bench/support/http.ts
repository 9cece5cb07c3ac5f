import { Agent, request } from 'node:http'

/** One client of a server: its connections stay open, as a browser's and a data source's do. */
export interface HttpClient {
  /** The answer's body. @throws Error where it is not a 2xx */
  get: (path: string) => Promise<Buffer>
  /** A POST of JSON. @throws as get */
  post: (path: string, body: unknown) => Promise<Buffer>
  close: () => void
}

export function createClient(origin: string, headers: Record<string, string> = {}, maxSockets = 6): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets })
  const send = (path: string, method = 'GET', sent?: string): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      // A page of our own sends its origin, without which nothing is taken from it.
      const own = sent === undefined ? headers : { ...headers, origin, 'content-type': 'application/json' }
      const call = request(new URL(path, origin), { agent, method, headers: own }, (answer) => {
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
      call.end(sent)
    })
  return {
    get: (path) => send(path),
    post: (path, body) => send(path, 'POST', JSON.stringify(body)),
    close: () => agent.destroy(),
  }
}

export const getJson = async <T>(client: HttpClient, path: string): Promise<T> =>
  JSON.parse((await client.get(path)).toString('utf8')) as T
