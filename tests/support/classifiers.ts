import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { createClassifier } from '@/lib/moderation/commands/classifiers/manage-classifiers'
import { type ClassifierBody, classifierBody } from '@/lib/moderation/schema/classifiers'
import { cliActor } from '@/lib/staff/actor'

export interface ClassifierCall {
  headers: IncomingHttpHeaders
  body: string
  texts: string[]
  labels: string[]
}

export interface ClassifierPeer {
  url: string
  /** Every request that was read whole, in the order of arrival. */
  calls: ClassifierCall[]
  /** How it answers from now on. */
  answer: (response: ServerResponse, call: ClassifierCall) => void
}

/** A classifier on loopback, which finds every text that holds `bad` to be spam; it ends with the test. */
export async function aClassifierPeer(answer: ClassifierPeer['answer'] = bySpam): Promise<ClassifierPeer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const { texts, labels } = JSON.parse(body) as Pick<ClassifierCall, 'texts' | 'labels'>
    const call = { headers: request.headers, body, texts, labels }
    peer.calls.push(call)
    peer.answer(response, call)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const peer: ClassifierPeer = { url: `http://127.0.0.1:${port}/classify`, calls: [], answer }
  return peer
}

/** An answer with these scores for each text. */
export const scoring =
  (scoreOf: (text: string) => unknown) =>
  (response: ServerResponse, { texts }: ClassifierCall): void =>
    void response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ results: texts.map((text) => ({ scores: scoreOf(text) })) }))

const bySpam = scoring((text) => ({ spam: text.includes('bad') ? 0.9 : 0.1 }))

let count = 0

/** A classifier that rules can ask, by a name of its own. */
export const aClassifier = (db: Db, url: string, given: Partial<ClassifierBody> = {}) =>
  createClassifier(
    db,
    cliActor,
    classifierBody.parse({
      ...{ name: `classifier-${process.pid}-${++count}`, url, labels: ['spam'], timeoutMs: 1_000, auth: 'none' },
      ...given,
    }),
  )
