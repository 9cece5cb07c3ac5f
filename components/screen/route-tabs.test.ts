import { expect, test } from 'vitest'
import { currentTab } from './route-tabs'

const tabs = ['/operations', '/operations/runs'].map((href) => ({ href, label: href }))

test('the deepest tab that the path lies under is the current one', () => {
  expect(currentTab(tabs, '/operations')).toBe('/operations')
  expect(currentTab(tabs, '/operations/runs/17')).toBe('/operations/runs')
  expect(currentTab(tabs, '/operations/runsaway')).toBe('/operations')
  expect(currentTab(tabs, '/settings')).toBeUndefined()
})
