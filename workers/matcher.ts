import { parentPort } from 'node:worker_threads'
import { compile, type Matcher } from '@/lib/moderation/engine/compile'
import { keepRecent, type ThreadRequest, type ThreadResponse } from '@/lib/moderation/engine/thread'

const compiled = new Map<string, Matcher>()

/** The thread of lib/moderation/engine/host.ts: answers each request with one message, in their order. */
parentPort?.on('message', (request: ThreadRequest) => {
  parentPort?.postMessage(answer(request))
})

function answer({ key, rules, items, hits }: ThreadRequest): ThreadResponse {
  try {
    const matcher = rules ? compile(rules) : compiled.get(key)
    if (!matcher) throw new Error(`the rules ${key} are not loaded`)
    keepRecent(compiled, key, matcher)
    return { screenings: items.map((item) => matcher.match(item, { hits })) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}
