import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { percentile } from '@/bench/support/report'
import { EVIL_EXPRESSIONS } from '@/tests/support/evil-expressions'
import { compile } from './compile'
import { createMatcherHost, type MatcherHost, matcherHost, ruleSet } from './host'
import { ruleBody } from './schema'

const hosts: MatcherHost[] = []
afterAll(() => Promise.all(hosts.map((host) => host.close())))

const aHost = (options?: Parameters<typeof createMatcherHost>[0]): MatcherHost => {
  const host = createMatcherHost(options)
  hosts.push(host)
  return host
}

const regexRule = (pattern: string) =>
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  ruleBody.parse({ name: pattern.slice(0, 100), when: { kind: 'regex', pattern }, then: [{ type: 'hide' }] })

/** A thread that does as its items say: fall silent, die, or answer. */
async function aProgram(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'matcher-')), 'program.mjs')
  await writeFile(
    file,
    `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ items: [{ text }], rules }) => {
      if (text === 'hang') for (;;);
      if (text === 'die') process.exit(3)
      parentPort.postMessage({ screenings: [{ matched: [], unknown: rules ? [1] : [0] }] })
    })`,
  )
  return file
}

const LONG_TEXTS = [`${'a'.repeat(100_000)}!`, 'ab, x\t'.repeat(16_667), `"${'\\"/*'.repeat(25_000)}`].map((text) => ({
  text,
}))

/**
 * How many milliseconds of its processor this thread used at most between two turns of the event loop while another worked: by the
 * wall clock, whatever else the machine does would count as well.
 */
async function longestTurn(host: MatcherHost): Promise<number> {
  await host.screen(ruleSet([regexRule('warm')]), LONG_TEXTS)
  let longest = 0
  let last = process.threadCpuUsage()
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last)
    longest = Math.max(longest, (user + system) / 1_000)
    last = process.threadCpuUsage()
  }, 1)
  for (const pattern of EVIL_EXPRESSIONS) {
    const rules = ruleSet([regexRule(pattern)])
    for (const item of LONG_TEXTS) expect(await host.screen(rules, [item])).toHaveLength(1)
  }
  clearInterval(timer)
  return longest
}

/** What some work takes of this thread's processor, whatever else the machine does. */
function cpuMs(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

describe('the host', () => {
  test('answers like the engine in the same process, with places where asked', async () => {
    const host = matcherHost()
    hosts.push(host)
    expect(matcherHost()).toBe(host)
    const rules = ruleSet([regexRule('fr[e3]+'), regexRule('nitro')])
    const items = [{ text: 'get freee NITRO' }, { text: 'no' }]
    expect(await host.screen(rules, items)).toEqual([
      {
        matched: [
          { rule: 0, hits: [] },
          { rule: 1, hits: [] },
        ],
        unknown: [],
      },
      { matched: [], unknown: [] },
    ])
    const [first] = await host.screen(rules, items, { hits: true })
    expect(first?.matched).toEqual([
      { rule: 0, hits: [{ path: 'when', start: 4, end: 9 }] },
      { rule: 1, hits: [{ path: 'when', start: 10, end: 15 }] },
    ])
  })

  test('runs 40 catastrophic expressions over 100 kB each without blocking the event loop', async () => {
    expect(EVIL_EXPRESSIONS).toHaveLength(40)
    const host = aHost()
    // A collection of garbage may spoil a round; a host that blocks spoils them all.
    const rounds = [await longestTurn(host), await longestTurn(host), await longestTurn(host)]
    expect(Math.min(...rounds)).toBeLessThan(50)
  })

  test('takes less than 20 ms for 99 of 100 such texts', () => {
    const spent = EVIL_EXPRESSIONS.flatMap((pattern) => {
      const matcher = compile([regexRule(pattern)])
      return LONG_TEXTS.map((item) => cpuMs(() => matcher.match(item)))
    })
    expect(percentile(spent, 99)).toBeLessThan(20)
  })

  test('takes a thread that is stuck for lost, says so, and goes on with another', async () => {
    const host = aHost({ program: await aProgram(), compileLimitMs: 0 })
    const rules = ruleSet([])
    const stuck = host.screen(rules, [{ text: 'hang' }], { timeLimitMs: 200 })
    const next = host.screen(rules, [{ text: 'go on' }])
    await expect(stuck).rejects.toMatchObject({ code: 'rules.timeout' })
    expect(await next).toEqual([{ matched: [], unknown: [1] }])
  })

  test('starts a thread that dies again, and gives the new one the rules', async () => {
    const host = aHost({ program: await aProgram() })
    const rules = ruleSet([])
    expect(await host.screen(rules, [{ text: 'first' }])).toEqual([{ matched: [], unknown: [1] }])
    expect(await host.screen(rules, [{ text: 'again' }])).toEqual([{ matched: [], unknown: [0] }])
    await expect(host.screen(rules, [{ text: 'die' }])).rejects.toMatchObject({ code: 'rules.engine_failed' })
    expect(await host.screen(rules, [{ text: 'go on' }])).toEqual([{ matched: [], unknown: [1] }])
  })

  test('refuses what would wait too long', async () => {
    const host = aHost({ program: await aProgram(), maxWaiting: 2, maxCharacters: 30 })
    const rules = ruleSet([])
    // The first is at work, two wait.
    const taken = ['one', 'two', 'three'].map((text) => host.screen(rules, [{ text }]))
    await expect(host.screen(rules, [{ text: 'four' }])).rejects.toMatchObject({ code: 'rules.busy' })
    expect(await Promise.all(taken)).toHaveLength(3)
    await expect(host.screen(rules, [{ text: 'x'.repeat(31) }])).rejects.toMatchObject({ code: 'rules.busy' })
  })

  test('closes at once, refusing what waits', async () => {
    const host = aHost({ program: await aProgram() })
    const waits = host.screen(ruleSet([]), [{ text: 'hang' }])
    await host.close()
    await expect(waits).rejects.toMatchObject({ code: 'rules.engine_failed' })
  })
})
