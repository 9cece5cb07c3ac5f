import { connect } from 'node:net'

export interface RawAnswer {
  status: number
  /** As they were sent: names in lower case, one entry for each line. */
  headers: [name: string, value: string][]
  body: string
}

/** Sends bytes as they are, more of them once something of the answer is there, and reads until the server closes the connection. */
export function sendRaw(port: number, bytes: string, more?: { after: string; bytes: string }): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      const before = text
      text += chunk.toString('latin1')
      if (more && text.includes(more.after) && !before.includes(more.after)) socket.write(more.bytes)
    })
    socket.once('error', reject)
    socket.once('close', () => resolve(parse(text)))
    socket.write(bytes)
  })
}

/** A request as text. The connection is closed after it, unless a header says otherwise. */
export function requestText(method: string, path: string, headers: Record<string, string> = {}): string {
  const all = { Host: '127.0.0.1', Connection: 'close', ...headers }
  return [
    `${method} ${path} HTTP/1.1`,
    ...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n')
}

export const valuesOf = ({ headers }: RawAnswer, wanted: string): string[] =>
  headers.filter(([name]) => name === wanted.toLowerCase()).map(([, value]) => value)

function parse(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [line = '', ...lines] = head.split('\r\n')
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]),
    headers: lines.map((header) => [
      header.slice(0, header.indexOf(':')).toLowerCase(),
      header.slice(header.indexOf(':') + 1).trim(),
    ]),
    body: rest.join('\r\n\r\n'),
  }
}
