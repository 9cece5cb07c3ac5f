import { setImmediate as nextTurn } from 'node:timers/promises'

export interface Limits {
  bytes: number
  values: number
  depth: number
  structure?: number
}

const CHUNK_BYTES = 64 * 1_024
const MIB = 2 ** 20

/** A request whose body comes in pieces as from a socket, each in a turn of the event loop of its own. */
export function streamedRequest(url: string, method: string, headers: Record<string, string>, bytes: Buffer): Request {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await nextTurn()
      if (sent >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(sent, sent + CHUNK_BYTES))
      sent += CHUNK_BYTES
    },
  })
  return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit)
}

/** The longest time, in ms, for which nothing else had its turn while the work went on. */
export async function longestHold(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let isDone = false
  const watching = (async () => {
    for (let last = performance.now(); !isDone; ) {
      await nextTurn()
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
    }
  })()
  await nextTurn()
  await work()
  await nextTurn()
  isDone = true
  await watching
  return longest
}

/**
 * The time, in ms, that JSON.parse takes for 1 MB of an endpoint's bodies: of many, or of one with a text that is as long,
 * which V8 gives memory of its own and takes longer for.
 */
export function parseTime(sample: Record<string, unknown>): number {
  const one = JSON.stringify(sample)
  const many = `[${Array(Math.ceil(MIB / one.length))
    .fill(one)
    .join(',')}]`
  const long = JSON.stringify({ ...sample, text: 'x'.repeat(Math.max(0, MIB - one.length)) })
  return Math.max(...[many, long].map((text) => (bestTime(() => JSON.parse(text)) * MIB) / text.length))
}

function bestTime(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const before = performance.now()
    work()
    return performance.now() - before
  })
  return Math.min(...times)
}

const filled = (count: number, one: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => one(n)).join(',')

/** What a member of a body may be so that all of it is just under the limits, costly in one way each. */
function costlyMembers({ values, structure = 2 * values }: Limits, spareBytes: number): Record<string, string> {
  const objects = Math.min(values, structure) - 50
  return {
    objects: `[${filled(objects, () => '{}')}]`,
    keys: `{${filled(objects, (n) => `"k${n}":1`)}}`,
    'objects of many shapes': `[${filled(Math.floor(Math.min(values / 2, structure / 2)) - 25, (n) => `{"k${n}":1}`)}]`,
    texts: `[${filled(values - 50, () => '"x"')}]`,
    'a long text': `"${'x'.repeat(spareBytes)}"`,
    'a text of escapes': `"${'\\n'.repeat(Math.floor(spareBytes / 2))}"`,
  }
}

/** The others cost the same wherever they are: they are parsed, and no schema looks at them longer. */
const AT_EACH_MEMBER = new Set(['objects', 'keys', 'a long text'])

/** Bodies just under the limits: a member of the sample, or one that nobody asked for, made costly. */
export function bodiesUnder(sample: Record<string, unknown>, limits: Limits): Record<string, string> {
  const bodies: Record<string, string> = {}
  for (const name of [...Object.keys(sample), 'unknown']) {
    const { [name]: _, ...others } = sample
    // The others stay as they are only where they leave room.
    const rest = JSON.stringify(others).length < 2_000 ? others : {}
    const frame = JSON.stringify({ ...rest, [name]: '@' })
    for (const [what, member] of Object.entries(costlyMembers(limits, limits.bytes - frame.length - 10)))
      if (member.length + frame.length < limits.bytes && (name === 'unknown' || AT_EACH_MEMBER.has(what)))
        bodies[`${what} as ${name}`] = frame.replace('"@"', () => member)
  }
  return bodies
}

/** Bodies just over one of the limits each. */
export function bodiesOver({ bytes, values, depth, structure }: Limits): Record<string, string> {
  return {
    bytes: `{"a":"${'x'.repeat(bytes)}"}`,
    values: `[${filled(values, () => '1')}]`,
    keys: `{${filled(values, (n) => `"${n}":1`)}}`,
    depth: `${'['.repeat(depth + 1)}${']'.repeat(depth + 1)}`,
    ...(structure === undefined ? {} : { structure: `[${filled(structure, () => '{}')}]` }),
  }
}
