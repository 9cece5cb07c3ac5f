import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { isDomainError } from '@/lib/core/errors'
import { OutboundError } from '@/lib/core/net/call-error'
import { type OutboundResponse, sendOutboundRequest } from '@/lib/core/net/call-out'
import { signaturesOf } from '@/lib/webhooks/secrets'
import { openClassifierSecret } from '../../classifier-secrets'
import type { Classifier } from '../../queries/read-classifiers'
import { parseClassifierResponse } from '../../rules/classifier-answer'
import type { Scores } from '../../schema/classifiers'

/** A call that brought no scores; the message is a sentence for people. */
export class ClassifierFailure extends Error {
  constructor(
    message: string,
    /** Whether the same call may go well a moment later. */
    readonly mayPass: boolean,
  ) {
    super(message)
  }
}

const ANSWER_LIMIT = 256 * 1_024
const MS_PER_SECOND = 1_000
/** Before the second try, so much at least, and as much again at most. */
const RETRY_AFTER_MS = 50
/** With less time left there is no second try. */
const RETRY_LEAST_MS = 100
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504])

interface CallOptions {
  /** The instant by which there has to be an answer, on performance's clock. */
  deadline: number
  signal?: AbortSignal | undefined
}

/**
 * Asks a classifier about texts, and once more where the first try fell through the net and there is time. Answers scores in the
 * texts' order. @throws ClassifierFailure; the `signal`'s reason
 */
export async function callClassifier(
  classifier: Classifier,
  texts: readonly string[],
  options: CallOptions,
): Promise<Scores[]> {
  try {
    return await tryOnce(classifier, texts, options)
  } catch (error) {
    const wait = RETRY_AFTER_MS * (1 + Math.random())
    const left = options.deadline - performance.now() - wait
    if (!(error instanceof ClassifierFailure) || !error.mayPass || left < RETRY_LEAST_MS) throw error
    await delay(wait)
    return tryOnce(classifier, texts, options)
  }
}

async function tryOnce(classifier: Classifier, texts: readonly string[], options: CallOptions): Promise<Scores[]> {
  const answer = await send(classifier, texts, options)
  const { status } = answer
  if (status >= 300 && status < 400)
    throw new ClassifierFailure(`It responded with ${status}. Redirects aren’t followed.`, false)
  if (status < 200 || status >= 300)
    throw new ClassifierFailure(`It responded with ${status}.`, PASSING_STATUSES.has(status))
  if (answer.isCut) throw new ClassifierFailure('Its response was longer than 256 kB or incomplete.', false)
  const read = parseClassifierResponse(answer.body.toString('utf8'), { labels: classifier.labels, count: texts.length })
  if ('fault' in read) throw new ClassifierFailure(read.fault, false)
  return read.scores
}

async function send(
  classifier: Classifier,
  texts: readonly string[],
  { deadline, signal }: CallOptions,
): Promise<OutboundResponse> {
  const body = JSON.stringify({ labels: classifier.labels, texts })
  try {
    return await sendOutboundRequest({
      url: classifier.url,
      method: 'POST',
      headers: headersOf(classifier, body),
      body,
      timeoutMs: Math.max(1, Math.round(deadline - performance.now())),
      answerLimit: ANSWER_LIMIT,
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (error instanceof OutboundError && error.failure === 'timeout')
      throw new ClassifierFailure(`It didn’t respond within ${classifier.timeoutMs / MS_PER_SECOND} s.`, false)
    if (error instanceof OutboundError)
      throw new ClassifierFailure(error.message, error.failure === 'unreachable' || error.failure === 'broken')
    if (isDomainError(error)) throw new ClassifierFailure(error.message, false)
    throw error
  }
}

function headersOf({ auth, secret }: Classifier, body: string): Record<string, string> {
  const common = { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'Guildhall' }
  if (auth === 'none' || secret === null) return common
  const opened = openClassifierSecret(secret)
  if (auth === 'bearer') return { ...common, authorization: `Bearer ${opened}` }
  const id = randomUUID()
  const timestamp = Math.floor(Date.now() / MS_PER_SECOND)
  return {
    ...common,
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signaturesOf({ id, timestamp, body }, [opened]),
  }
}
