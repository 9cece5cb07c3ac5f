import { describe, expect, test } from 'vitest'
import { knownMetric } from '@/tests/support/known-metrics'
import { NO_ZONES, OTHER_NAMES } from '@/tests/support/odd-zones'
import { firstAtOf } from './first-at'
import { ALL_PANELS } from './panels'
import { usageKeys } from './usage-client'
import { comparisonOf, type PanelMetric, requestsOf, resolveView } from './usage-view'
import { loadUsageState, type UsageState, usageHref } from './view-state'

const surroundings = {
  homeZone: 'Europe/Berlin',
  asOf: '2026-11-22T14:00:00.000Z',
  firstAt: '2020-03-04T10:00:00.000Z',
}

const stateOf = (search = ''): UsageState => loadUsageState(new URLSearchParams(search))
const viewOf = (search = '') => resolveView(stateOf(search), surroundings)

function panelOf(id: string) {
  const panel = ALL_PANELS.find((one) => one.id === id)
  if (!panel) throw new Error(`no panel ${id}`)
  return panel
}

const askedOf = (id: string) => [panelOf(id), knownMetric(panelOf(id).metric)] as const

describe('the state in the URL', () => {
  test('without parameters it is the last 30 local days by day, beside the 30 before', () => {
    const view = viewOf()
    expect(view).toMatchObject({
      zone: 'Europe/Berlin',
      range: { from: '2026-10-23T22:00:00.000Z', to: '2026-11-22T23:00:00.000Z' },
      step: 'day',
      isCustom: false,
    })
    expect(comparisonOf(view)).toBe('elapsed')
  })

  test('a range of one’s own includes its last day and goes before a named one', () => {
    const view = viewOf('range=7d&from=2026-10-24&to=2026-10-25')
    // The clocks went back on the 25th: 49 hours.
    expect(view.range).toEqual({ from: '2026-10-23T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' })
    expect(view.isCustom).toBe(true)
  })

  test.each(['from=2026-10-25&to=2026-10-24', 'from=yesterday&to=2026-10-24', 'from=2026-10-24'])(
    'what is no range (%s) gives way to the named one',
    (search) => {
      expect(viewOf(search).isCustom).toBe(false)
    },
  )

  test('nonsense in a link counts as absent', () => {
    expect(stateOf('range=fortnight&step=second&vs=never&zone=Mars/Base&split=mood&top=40')).toEqual(stateOf())
  })

  test.each(NO_ZONES.map((zone) => [zone.slice(0, 40), zone]))(
    '%s in a link gives way to the community’s zone',
    (_, zone) => {
      expect(viewOf(new URLSearchParams({ zone }).toString())).toMatchObject({ zone: 'Europe/Berlin' })
    },
  )

  test.each(OTHER_NAMES)('%s in a link is %s', (name, zone) => {
    expect(viewOf(new URLSearchParams({ zone: name }).toString())).toMatchObject({ zone })
  })

  test('what a link says is what is read from it', () => {
    const state: Partial<UsageState> = {
      range: '90d',
      vs: 'year',
      zone: 'Asia/Kathmandu',
      split: 'channel',
      top: 3,
      step: 'week',
    }
    const href = usageHref(state)
    expect(stateOf(href.split('?')[1])).toMatchObject(state)
  })
})

describe('what the panels ask for', () => {
  test('only charts that know a channel are broken down by it, and those are not compared', () => {
    const view = viewOf('split=channel&top=3')
    expect(requestsOf(...askedOf('messages'), view)).toMatchObject({
      series: { by: 'channel', top: 3 },
      comparison: null,
    })
    expect(requestsOf(...askedOf('active-users'), view)?.series).not.toHaveProperty('by')
    expect(requestsOf(...askedOf('active-users'), view)?.comparison).toMatchObject({ mode: 'elapsed' })
  })

  test('narrowed to a channel, a chart of channels asks for it alone and is compared with itself', () => {
    const requests = requestsOf(...askedOf('messages'), viewOf('channel=7&split=channel'))
    expect(requests?.series).toMatchObject({ 'label.channel': '7' })
    expect(requests?.series).not.toHaveProperty('by')
    expect(requests?.comparison).toMatchObject({ 'label.channel': '7' })
    expect(requestsOf(...askedOf('active-users'), viewOf('channel=7'))?.series).not.toHaveProperty('label.channel')
  })

  const PLAYERS: PanelMetric = { name: 'players', kind: 'gauge', labels: ['region', 'server', 'world'] }
  const playersPanel = { id: 'metric-players', metric: 'players', width: 'half' } as const

  test('several labels break down at once the charts that know them, each by those that it knows', () => {
    const view = viewOf('by=region,world')
    expect(requestsOf(playersPanel, PLAYERS, view)).toMatchObject({
      series: { by: ['region', 'world'], top: 5 },
      comparison: null,
    })
    expect(requestsOf(playersPanel, { ...PLAYERS, labels: ['world'] }, view)?.series.by).toBe('world')
    expect(requestsOf(...askedOf('messages'), view)?.series).not.toHaveProperty('by')
    expect(requestsOf(...askedOf('messages'), viewOf('split=channel&by=region'))?.series.by).toBe('channel')
  })

  test('several filters narrow at once the charts that know their labels; values of one label count together', () => {
    const view = viewOf('only=region:eu,world:lobby,world:arena&by=region,world')
    expect(requestsOf(playersPanel, PLAYERS, view)?.series).toMatchObject({
      ...{ 'label.region': 'eu', 'label.world': ['lobby', 'arena'], by: 'world' },
    })
    expect(requestsOf(...askedOf('messages'), view)?.series).not.toHaveProperty('label.region')
  })

  test('what is no label and no filter in a link is left out', () => {
    expect(viewOf('by=region,No!&only=region,:eu,world:a').state).toMatchObject({ by: ['region'], only: ['world:a'] })
  })

  test('a value with a comma or a colon comes through the address', () => {
    const only = ['region:a,b', 'world:c:d']
    expect(stateOf(usageHref({ only }).split('?')[1]).only).toEqual(only)
    expect(requestsOf(playersPanel, PLAYERS, viewOf(usageHref({ only }).split('?')[1]))?.series).toMatchObject({
      ...{ 'label.region': 'a,b', 'label.world': 'c:d' },
    })
  })

  test('nothing came before all', () => {
    expect(requestsOf(...askedOf('messages'), viewOf('range=all'))?.comparison).toBeNull()
  })

  test('day figures ask by day where the page goes by hour, and not at all below two days', () => {
    expect(requestsOf(...askedOf('daily-active'), viewOf('range=7d'))?.series.resolution).toBe('day')
    expect(requestsOf(...askedOf('daily-active'), viewOf('range=24h'))).toBeNull()
  })

  test('the key of a named range stays while time goes on, and its question moves', () => {
    const later = resolveView(stateOf('range=24h'), { ...surroundings, asOf: '2026-11-22T15:00:00.000Z' })
    const [before, after] = [viewOf('range=24h'), later].map((view) => {
      const request = requestsOf(...askedOf('messages'), view)?.series
      if (!request) throw new Error('the panel asks for nothing')
      return { key: usageKeys.series({ request, view }), request }
    })
    expect(after?.key).toEqual(before?.key)
    expect(after?.request.to).not.toBe(before?.request.to)
  })
})

test('the data begins where the first metric does', () => {
  expect(firstAtOf([{ firstAt: '2024-01-01T00:00:00Z' }, { firstAt: null }, { firstAt: '2020-01-01T00:00:00Z' }])).toBe(
    '2020-01-01T00:00:00Z',
  )
  expect(firstAtOf([{ firstAt: null }])).toBeNull()
})
