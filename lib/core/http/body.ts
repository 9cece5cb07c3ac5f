import { DomainError } from '../errors'

const BODY_LIMIT = 1024 * 1024

/**
 * Reads a JSON body up to a limit, counting as it comes, so that a false Content-Length changes nothing.
 * @throws DomainError `body.too_large`, `body.not_json` (malformed)
 */
export async function readJsonBody(request: Request, limit = BODY_LIMIT): Promise<unknown> {
  const text = await readText(request, limit)
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
    if (size > limit) throw new DomainError('malformed', 'body.too_large', `The body is longer than ${limit} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
