import { expect, test } from 'vitest'
import { refusalAtGate } from './gate'

test.for(['/', '/usage?from=%', '/api/v1/staff/%00', '//evil.example/', '/%E2%82%AC'])('lets %s in', (url) => {
  expect(refusalAtGate({ method: 'GET', url })).toBeNull()
})

test.for([
  ['GET', '/api/v1/staff/%', 'request.bad_address'],
  ['GET', '/operations/runs/%c0%af', 'request.bad_address'],
  ['GET', 'http://evil.example/overview', 'request.bad_address'],
  ['OPTIONS', '*', 'request.bad_address'],
  ['TRACE', '/api/v1/account', 'request.bad_method'],
] as const)('turns %s %s away', ([method, url, code]) => {
  expect(refusalAtGate({ method, url })).toMatchObject({ kind: 'malformed', code })
})
