import { DomainError } from '../errors'
import { refuseUnstorable } from './refuse-unstorable'

const BODY_LIMIT = 1024 * 1024

/**
 * Reads a JSON body up to a limit, counting as it comes, so that a false Content-Length changes nothing.
 * @throws DomainError `body.too_large`; `body.not_json`, `body.too_deep` (malformed); `input.unstorable_text` (invalid)
 */
export async function readJsonBody(request: Request, limit = BODY_LIMIT): Promise<unknown> {
  const value = parseJson(await readText(request, limit))
  refuseUnstorable(value)
  return value
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DomainError('malformed', 'body.not_json', 'The body is not valid JSON.', { cause })
  }
}

async function readText(request: Request, limit: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw new DomainError('too_large', 'body.too_large', `The body is longer than ${limit} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
