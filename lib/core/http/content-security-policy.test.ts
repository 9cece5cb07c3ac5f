import { expect, test } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy'

const parse = (policy: string): Record<string, string> =>
  Object.fromEntries(
    policy.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
  )

test('runs only what carries the nonce, and lets nothing in from elsewhere', () => {
  const policy = parse(contentSecurityPolicy('abc', { isProduction: true }))
  expect(policy['script-src']).toBe("'self' 'nonce-abc' 'strict-dynamic'")
  expect(policy['style-src-elem']).toBe("'self' 'nonce-abc'")
  expect(policy).toMatchObject({
    'default-src': "'self'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
  })
  expect(JSON.stringify(policy)).not.toMatch(/unsafe-eval|http|\*/)
})
