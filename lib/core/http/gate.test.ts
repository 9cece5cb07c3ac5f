import { expect, test } from 'vitest'
import { rejectedRequest, removeUnusableHeaders } from './gate'

test.for([
  '/',
  '/usage?from=%',
  '/usage?from=100%&to=%zz',
  '/usage?q=Zo%C3%AB+%F0%9F%98%80&%E2%82%AC=1',
  '/api/v1/staff/%00',
  '//evil.example/',
  '/%E2%82%AC',
])('lets %s in', (url) => {
  expect(rejectedRequest({ method: 'GET', url })).toBeNull()
})

test.for([
  ['GET', '/api/v1/staff/%', 'request.bad_address'],
  ['GET', '/operations/runs/%c0%af', 'not UTF-8'],
  ['GET', '/api/v1/staff/%ff', 'not UTF-8'],
  ['GET', '/api/v1/members?q=%ff', 'not UTF-8'],
  ['GET', '/api/v1/members?q=a%ED%A0%80', 'not UTF-8'],
  ['GET', '/api/v1/members?a=%&q=%C3', 'not UTF-8'],
  ['GET', '/api/v1/members?%FE=1', 'not UTF-8'],
  ['GET', '/api/v1/members?q=%E2%82&r=%AC', 'not UTF-8'],
  // Raw bytes reach Node as Latin-1; an address has none but ASCII.
  ['GET', '/api/v1/members?q=\u00ff', 'not UTF-8'],
  ['GET', '/api/v1/staff/Zo\u00c3\u00ab', 'not UTF-8'],
  ['GET', 'http://evil.example/overview', 'request.bad_address'],
  ['OPTIONS', '*', 'request.bad_address'],
  ['TRACE', '/api/v1/account', 'request.bad_method'],
] as const)('turns %s %s away', ([method, url, code]) => {
  const refusal = rejectedRequest({ method, url })
  if (code !== 'not UTF-8') expect(refusal).toMatchObject({ kind: 'malformed', code })
  else
    expect(refusal).toMatchObject({
      ...{ kind: 'malformed', code: 'request.bad_address', message: 'The URL isn’t valid UTF-8.' },
    })
})

test.for([
  ['POST', '/icon-maskable.svg', 'wrong_method'],
  ['OPTIONS', '/_next/static/chunks/a.js?x', 'wrong_method'],
  ['PUT', '/manifest.webmanifest', 'wrong_method'],
  ['GET', '/_global-error', 'not_found'],
  ['HEAD', '/_global-error?x', 'not_found'],
] as const)('answers %s %s, for which Next has nothing but a fault of its own', ([method, url, kind]) => {
  expect(rejectedRequest({ method, url })).toMatchObject({ kind })
})

test.for([
  ['/usage', { 'if-match': '"x"', 'if-unmodified-since': 'x', range: 'bytes=9-' }, []],
  ['/api/v1/media/1', { range: 'bytes=9-' }, ['range']],
  ['/usage', { 'next-router-state-tree': '%5B%22%22%5D' }, []],
  ['/usage', { 'next-router-state-tree': '%' }, []],
  ['/usage', { 'next-router-state-tree': `%5B${'%5B'.repeat(20_000)}` }, []],
  ['/usage', { 'next-router-state-tree': '%5B%22%22%2C%7B%7D%5D' }, ['next-router-state-tree']],
] as const)('of the headers of a request for %s with %j Next gets %j', ([url, given, left]) => {
  const headers: Record<string, string> = { ...given }
  removeUnusableHeaders({ url, headers })
  expect(Object.keys(headers)).toEqual(left)
})
