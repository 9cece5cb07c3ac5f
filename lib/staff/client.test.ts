import { expect, test } from 'vitest'
import { describeClient } from './client'

test.for([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    'Chrome on Linux',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    'Safari on macOS',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    'Microsoft Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
] as const)('%s is %s', ([userAgent, words]) => {
  expect(describeClient(userAgent)).toBe(words)
})

test('what a browser does not say, or makes up, is short and plain', () => {
  for (const none of [undefined, null, '', ' ', '-']) expect(describeClient(none)).toBeNull()
  for (const made of ['<script>', 'x'.repeat(100_000), '(('.repeat(50_000), 'A/1 '.repeat(20_000), 'curl/8.5.0']) {
    const startedAt = performance.now()
    expect(describeClient(made)?.length ?? 0).toBeLessThan(140)
    expect(performance.now() - startedAt).toBeLessThan(500)
  }
})
