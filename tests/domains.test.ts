import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Domain } from '@/lib/domain'
import type { SharedDomain } from '@/lib/domain.shared'
import { DOMAINS } from '@/lib/domains'
import {
  NAVIGATION,
  PERMISSION_ENTRIES,
  SETTING_ENTRIES,
  SHARED_DOMAINS,
  TOPIC_PERMISSIONS,
} from '@/lib/domains.shared'
import { keptDays } from '@/lib/settings/kept-days'
import { listRetentionSettings } from '@/lib/settings/retention'
import { SETTING_NAMES } from '@/lib/settings/schema'
import { ROLES } from '@/lib/staff/roles'
import { addressOf, filesOfApp } from './support/endpoints'

const shared: readonly SharedDomain[] = SHARED_DOMAINS

const repeated = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index)

describe('the two lists of domains', () => {
  test('have the same domains in the same order', () => {
    expect(DOMAINS.map((domain) => domain.shared)).toEqual(SHARED_DOMAINS)
  })

  test('have every folder with a manifest, by its name', () => {
    const folders = readdirSync('lib').filter((folder) => existsSync(`lib/${folder}/domain.ts`))
    expect(shared.map(({ name }) => name).toSorted()).toEqual(folders.toSorted())
  })
})

describe('names are unique over all domains', () => {
  test.each(['permissions', 'topics', 'settings', 'events'] as const)('%s', (field) => {
    expect(repeated(shared.flatMap((domain) => Object.keys(domain[field] ?? {})))).toEqual([])
  })

  test('jobs, health checks, kinds of activity and pages', () => {
    const all = (of: (domain: Domain) => readonly string[] | undefined) => DOMAINS.flatMap((domain) => of(domain) ?? [])
    expect(repeated(all(({ jobs }) => jobs?.map(({ task }) => task.name)))).toEqual([])
    expect(repeated(all(({ healthChecks }) => healthChecks?.map(({ name }) => name)))).toEqual([])
    expect(repeated(all(({ activity }) => activity?.map(({ kind }) => kind)))).toEqual([])
    expect(repeated(NAVIGATION.map(({ href }) => href))).toEqual([])
  })
})

test('whatever is kept for a number of days can be set on the page Retention', () => {
  const kept = SETTING_NAMES.filter((name) => SETTING_ENTRIES[name].schema === keptDays)
  const listed = listRetentionSettings().map(({ name }) => name)
  expect(kept.length).toBeGreaterThan(3)
  expect(kept.filter((name) => !listed.some((one) => one === name))).toEqual([])
  expect(new Set(listed).size).toBe(listed.length)
})

describe('what a manifest names is there', () => {
  test('permissions of topics and pages', () => {
    const named = [...Object.values(TOPIC_PERMISSIONS), ...NAVIGATION.map(({ permission }) => permission)]
    expect(named.filter((name) => name !== null && !Object.hasOwn(PERMISSION_ENTRIES, name))).toEqual([])
  })

  test('sections of tabs, and pages', () => {
    const sections = NAVIGATION.filter(({ section }) => section === undefined).map(({ href }) => href)
    expect(NAVIGATION.filter(({ section }) => section !== undefined && !sections.includes(section))).toEqual([])
    const pages = new Set(filesOfApp('page.tsx').map(addressOf))
    expect(NAVIGATION.filter(({ href }) => !pages.has(href))).toEqual([])
  })

  test('a home for every role', () => {
    expect(ROLES.filter((role) => !NAVIGATION.some(({ homeOf }) => homeOf?.includes(role)))).toEqual([])
  })

  test('code that is loaded late', async () => {
    const entries = DOMAINS.flatMap((domain) => [
      ...(domain.jobs ?? []),
      ...(domain.retention ?? []),
      ...(domain.erasure ?? []),
      ...(domain.settingChanges ?? []),
      ...(domain.annotationSources ?? []),
      ...(domain.counts ?? []),
      ...(domain.search ?? []),
      ...(domain.attention ?? []),
      ...(domain.memberParts ?? []),
      ...(domain.healthChecks ?? []),
    ])
    for (const { load } of entries) expect(await load()).toBeTypeOf('function')
    for (const load of DOMAINS.flatMap(({ commands = [], demo }) => [
      ...commands,
      ...(demo?.fill ? [demo.fill] : []),
      ...(demo?.simulate ? [demo.simulate] : []),
    ]))
      expect(await load()).toBeTypeOf('function')
  })
})
