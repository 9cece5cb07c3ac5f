import { expect, test } from 'vitest'
import { NO_ZONES, OTHER_NAMES } from '@/tests/support/odd-zones'
import { zoneName } from './zone-name'
import { isKnownToIntl, supportedZoneName, toZone, ZONES } from './zones'

test('every zone is itself, in any letters', () => {
  expect(ZONES.length).toBeGreaterThan(400)
  expect(new Set(ZONES).size).toBe(ZONES.length)
  for (const zone of ZONES) {
    expect([toZone(zone), toZone(zone.toLowerCase()), toZone(zone.toUpperCase())]).toEqual([zone, zone, zone])
    expect(isKnownToIntl(zone)).toBe(true)
  }
})

test('what Node lists is a zone, or another name of one', () => {
  expect(Intl.supportedValuesOf('timeZone').filter((zone) => toZone(zone) === null)).toEqual([])
})

test.each(OTHER_NAMES)('%s is %s, which is a zone', (name, zone) => {
  expect(toZone(name)).toBe(zone)
  expect(ZONES).toContain(zone)
  expect(zoneName.parse(name)).toBe(zone)
})

test.each(NO_ZONES.map((text) => [text.slice(0, 40), text]))('%s is none', (_, text) => {
  expect(toZone(text)).toBeNull()
  expect(zoneName.safeParse(text).success).toBe(false)
})

test.each([null, undefined, 3, {}, []])('%o is none', (value) => {
  expect(zoneName.safeParse(value).success).toBe(false)
})

test('a reason repeats nothing of a text that resembles no zone', () => {
  const text = `<script>${'x'.repeat(500)}`
  expect(zoneName.safeParse(text).error?.issues).toMatchObject([{ message: 'This isn’t an IANA time zone.' }])
})

test('a browser that knows a zone by an older name only is asked by that one', () => {
  const ofThen = (name: string) => !['Europe/Kyiv', 'America/Coyhaique'].includes(name)
  expect(supportedZoneName('Europe/Kyiv', ofThen)).toBe('Europe/Kiev')
  expect(supportedZoneName('Europe/Berlin', ofThen)).toBe('Europe/Berlin')
  expect(supportedZoneName('America/Coyhaique', ofThen)).toBeNull()
})
