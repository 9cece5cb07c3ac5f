import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const FILE = join('docs', 'openapi.json')

/** The OpenAPI document of all endpoints; what is in it is for the standard to say. */
export const apiDocument = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.unknown()),
})

let loading: Promise<{ text: string; tag: string }> | undefined

/** Answers with the API's document as it was committed, or that whoever asks has it already. */
export async function showApiDocument(request: Request): Promise<Response> {
  loading ??= load()
  const { text, tag } = await loading
  const headers = { ETag: tag, 'Cache-Control': 'private, no-cache' }
  if (request.headers.get('If-None-Match') === tag) return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, 'Content-Type': 'application/json' } })
}

async function load(): Promise<{ text: string; tag: string }> {
  const text = await readFile(FILE, 'utf8')
  return { text, tag: `"${createHash('sha256').update(text).digest('base64url')}"` }
}
