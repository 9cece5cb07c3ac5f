import { expect, test } from 'vitest'
import { nextPath } from './next-path'

test.for([
  ['/usage?range=7d', '/usage?range=7d'],
  ['/operations/runs', '/operations/runs'],
  ['/', '/overview'],
  ['', '/overview'],
  [undefined, '/overview'],
  [['/usage', '/x'], '/overview'],
  ['https://evil.example/', '/overview'],
  ['//evil.example/x', '/overview'],
  ['/\\evil.example/x', '/overview'],
  ['/\t/evil.example', '/overview'],
  ['javascript:alert(1)', '/overview'],
  ['/sign-in?next=/usage', '/overview'],
  ['/api/v1/account', '/overview'],
  ['/setup', '/overview'],
  ['/x/../api/v1/account', '/overview'],
])('%s leads to %s', ([asked, path]) => {
  expect(nextPath(asked)).toBe(path)
})
