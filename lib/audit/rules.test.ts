import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, formatOf, GENESIS_HASH, hashDetail, hashEntry, type JsonValue, toStorableJson } from './rules'

const FACTS = {
  id: 1,
  at: '2026-01-02T03:04:05.678901Z',
  actorKind: 'staff',
  actorId: 'a',
  action: 'key.created',
  targetKind: 'key',
  targetId: 'b',
}

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  )
}

test('the canonical text does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const stored = toStorableJson(value)
      expect(canonicalJson(reversed(stored))).toBe(canonicalJson(stored))
    }),
  )
})

test('the canonical text tells different values apart', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      const [a, b] = [toStorableJson(left), toStorableJson(right)]
      fc.pre(!isDeepStrictEqual(a, b))
      expect(canonicalJson(a)).not.toBe(canonicalJson(b))
    }),
  )
})

test('what jsonb refuses is replaced: NUL and half a surrogate pair', () => {
  expect(toStorableJson({ text: 'a\0b', 'key\0': 1, half: '\ud800', none: undefined, at: new Date(0) })).toEqual({
    text: 'a\ufffdb',
    'key\ufffd': 1,
    half: '\ufffd',
    at: '1970-01-01T00:00:00.000Z',
  })
})

test('the hash of an entry covers each of its columns', () => {
  const detailHash = hashDetail(Buffer.alloc(16), { name: 'x' })
  const hash = hashEntry(GENESIS_HASH, FACTS, detailHash).toString('hex')
  const changes = [
    { id: 2 },
    { at: '2026-01-02T03:04:05.678902Z' },
    { actorKind: 'key' },
    { actorId: null },
    { action: 'key.revoked' },
    { targetKind: 'staff' },
    { targetId: 'c' },
  ]
  for (const change of changes) {
    expect(hashEntry(GENESIS_HASH, { ...FACTS, ...change }, detailHash).toString('hex')).not.toBe(hash)
  }
  expect(hashEntry(GENESIS_HASH, FACTS, detailHash, 1).toString('hex')).not.toBe(hash)
  expect(hashEntry(Buffer.alloc(32, 1), FACTS, detailHash).toString('hex')).not.toBe(hash)
  expect(hashEntry(GENESIS_HASH, FACTS, hashDetail(Buffer.alloc(16), { name: 'y' })).toString('hex')).not.toBe(hash)
})

test('an entry is of the last format that was recorded at or before it', () => {
  const formats = [
    { from_id: 10, format: 2 },
    { from_id: 20, format: 3 },
  ]
  expect([1, 9, 10, 19, 20, 21].map((id) => formatOf(id, formats))).toEqual([1, 1, 2, 2, 3, 3])
  expect(formatOf(5, [])).toBe(1)
})
