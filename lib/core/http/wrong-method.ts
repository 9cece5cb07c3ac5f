import type { IncomingMessage, ServerResponse } from 'node:http'
import { DomainError } from '../errors'
import { toProblem } from './problem'

const METHOD_NOT_ALLOWED = 405

/** Makes `explainWrongMethod`; the document is the same for all, and made once. */
export async function createMethodNotAllowedHandler() {
  const problem = toProblem(
    new DomainError('wrong_method', 'request.wrong_method', 'This URL doesn’t support this method.'),
  )
  const text = await problem.text()

  /**
   * Next answers a method that a route of the API doesn't have by itself, with a status and not a word. This has it answer with
   * a problem document instead, as all of the API does.
   */
  return function explainWrongMethod({ url = '' }: Pick<IncomingMessage, 'url'>, response: ServerResponse): void {
    if (!url.startsWith('/api/')) return
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse
    const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse
    let isWordless = false
    // What compresses the answer has the head written before it ends it.
    response.writeHead = (...args: unknown[]) => {
      isWordless = args[0] === METHOD_NOT_ALLOWED && !response.hasHeader('Content-Type')
      if (isWordless) response.setHeaders(problem.headers)
      return writeHead(...args)
    }
    response.end = (...args: unknown[]) => {
      if (response.statusCode === METHOD_NOT_ALLOWED && !response.headersSent) response.writeHead(METHOD_NOT_ALLOWED)
      return isWordless ? end(text) : end(...args)
    }
  }
}
