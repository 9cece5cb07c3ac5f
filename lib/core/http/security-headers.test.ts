import { readdirSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { extendEnv } from '../env'
import { contentSecurityPolicy } from './content-security-policy'
import { RESPONSE_CLASSES, type ResponseClass, responseClassOf, securityHeadersOf } from './security-headers'

afterEach(() => extendEnv({ GUILDHALL_URL: '' }))

test.for([
  ['/', 'page'],
  ['/sign-in?next=/api/v1/cases', 'page'],
  ['/transparency/2026-q3', 'page'],
  ['/apiary', 'page'],
  ['/operations/runs/a.js', 'page'],
  ['/api', 'api'],
  ['/api/v1/cases?a=/sign-in', 'api'],
  ['/usage/../api/v1/cases', 'api'],
  ['/metrics', 'api'],
  ['/socket.io/?EIO=4', 'api'],
  ['/_next/static/chunks/a.js', 'file'],
  ['/_next/image?url=a', 'file'],
  ['/icon.svg?a', 'file'],
  ['/transparency/2026-q3.csv', 'file'],
  ['*', 'api'],
  ['http://evil.example/', 'api'],
] as const)('%s is of the class %s', ([url, name]) => {
  expect(responseClassOf(url).name).toBe(name)
})

test('whatever lies in public is a file', () => {
  const paths = readdirSync('public', { recursive: true }).map((path) => `/${path}`)
  expect(paths.length).toBeGreaterThan(0)
  for (const path of paths) expect([path, responseClassOf(path).name]).toEqual([path, 'file'])
})

test('a policy of its own is kept for pages and the API, as one, and for nothing else', () => {
  const policyOf = (path: string, own: string | string[]) =>
    securityHeadersOf(responseClassOf(path), own)['Content-Security-Policy']
  expect(policyOf('/usage', "script-src 'nonce-x'")).toBe("script-src 'nonce-x'")
  expect(policyOf('/api/v1/media/1', ['a', 'b'])).toBe('a, b')
  expect(policyOf('/_next/image', "script-src 'none'")).toBe("default-src 'none'; frame-ancestors 'none'")
})

test('only an installation behind TLS says that it is', () => {
  const said = () => securityHeadersOf(responseClassOf('/'), undefined)['Strict-Transport-Security']
  expect(said()).toBeUndefined()
  extendEnv({ GUILDHALL_URL: 'https://hall.example' })
  expect(said()).toBe('max-age=63072000; includeSubDomains')
})

test('a page with other headers is a class and a pattern more', () => {
  const checkIn: ResponseClass = {
    ...{ name: 'check-in', path: /^\/e\/[^/]+\/check-in$/, policy: "default-src 'none'", mayBringPolicy: true },
    headers: { 'Permissions-Policy': 'camera=(self)', 'Referrer-Policy': 'same-origin' },
  }
  const embed: ResponseClass = {
    ...{ name: 'embed', path: /^\/embed\//, policy: "default-src 'none'", mayBringPolicy: true },
    ...{ headers: { 'X-Frame-Options': null }, directives: { 'frame-ancestors': 'https:' } },
  }
  const classes = [checkIn, embed, ...RESPONSE_CLASSES]
  const headersOf = (path: string) => securityHeadersOf(responseClassOf(path, classes), undefined)
  expect(headersOf('/e/meeting/check-in?a')).toMatchObject({
    'Permissions-Policy': 'camera=(self)',
    'Referrer-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
  })
  expect(headersOf('/e/meeting/check-in/../../../usage')).toMatchObject({ 'Referrer-Policy': 'no-referrer' })
  expect(Object.keys(headersOf('/embed/1'))).not.toContain('X-Frame-Options')
  const { directives } = responseClassOf('/embed/1', classes)
  expect(contentSecurityPolicy('x', { isProduction: true, ...(directives ? { directives } : {}) })).toMatch(
    /script-src 'self' 'nonce-x'.*; frame-ancestors https:$/,
  )
})
