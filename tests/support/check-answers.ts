import { afterEach } from 'vitest'
import { BUILD_HEADER } from '@/lib/core/http/page-build'
import { noteResponse, takeMismatches } from './answers'

/** Real servers are asked by fetch; what they answer is held against the API's document as it passes. */
const WRAPPED = Symbol.for('guildhall.checked-fetch')
const plain = globalThis.fetch as typeof fetch & { [WRAPPED]?: true }

if (!plain[WRAPPED]) {
  const checked: typeof fetch = async (input, init) => {
    const response = await plain(input, init)
    // What a test puts in the place of another system has none.
    if (response.headers.has(BUILD_HEADER)) {
      const isRequest = input instanceof Request
      noteResponse(init?.method ?? (isRequest ? input.method : 'GET'), isRequest ? input.url : String(input), response)
    }
    return response
  }
  globalThis.fetch = Object.assign(checked, { [WRAPPED]: true as const })
}

afterEach(async () => {
  const faults = await takeMismatches()
  if (faults.length > 0) throw new Error(`Answers that docs/openapi.json does not allow:\n${faults.join('\n')}`)
})
