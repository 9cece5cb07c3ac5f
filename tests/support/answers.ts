import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkAnswer, type SeenAnswer } from './openapi/validator'

interface Noted {
  mismatches: string[]
  pending: Set<Promise<void>>
  succeeded: Set<string>
}

/** Of the process, whose test files may each have loaded this module for itself. */
const STATE = Symbol.for('guildhall.noted-answers')
const holder = globalThis as { [STATE]?: Noted }
holder[STATE] ??= { mismatches: [], pending: new Set(), succeeded: new Set() }
const { mismatches, pending, succeeded } = holder[STATE]

/** Has an answer of the API held against its document; `takeMismatches` says what is wrong. */
export function noteAnswer(answer: SeenAnswer): void {
  const checking = checkAnswer(answer)
    .then(({ faults: found, operation }) => {
      mismatches.push(...found)
      if (operation && answer.status < 300 && found.length === 0) recordSuccess(operation)
    })
    // The connection broke off before its end, which is nothing that the document could speak of.
    .catch((error: unknown) => {
      if (error instanceof SyntaxError) mismatches.push(`${answer.method} ${answer.path} answered no JSON`)
    })
    .finally(() => pending.delete(checking))
  pending.add(checking)
}

export function noteResponse(method: string, url: string, response: Response, summary?: string): void {
  const contentType = response.headers.get('content-type')
  const copy = contentType?.includes('json') ? response.clone() : null
  const { pathname: path } = new URL(url)
  noteAnswer({
    method,
    path,
    summary,
    status: response.status,
    contentType,
    text: async () => (await copy?.text()) ?? '',
  })
}

/** All that was found wrong since it was asked last. */
export async function takeMismatches(): Promise<string[]> {
  await Promise.allSettled(pending)
  return mismatches.splice(0)
}

/** The whole run of tests asks in the end which operations never succeeded: see check-coverage.ts. */
function recordSuccess(operation: string): void {
  const folder = process.env.CHECKED_ANSWERS
  if (!folder || succeeded.has(operation)) return
  succeeded.add(operation)
  appendFileSync(join(folder, `${process.pid}.txt`), `${operation}\n`)
}
