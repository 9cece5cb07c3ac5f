import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type JsonElement, JsonListReader } from './json-list'

function read(text: string, size: number): JsonElement[] {
  const reader = new JsonListReader()
  const elements: JsonElement[] = []
  for (let at = 0; at < text.length; at += size) elements.push(...reader.push(text.slice(at, at + size)))
  return [...elements, ...reader.end()]
}

test('a JSON list falls into its elements, however the text is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 6 }),
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      (list, size, isPretty) => {
        const parsed = read(JSON.stringify(list, null, isPretty ? 2 : 0), size).map((element) =>
          'text' in element ? (JSON.parse(element.text) as unknown) : element,
        )
        expect(parsed).toEqual(JSON.parse(JSON.stringify(list)))
      },
    ),
  )
})

test('a list that is cut off gives what is whole, and a file that is none gives a reason', () => {
  expect(read('[{"a":1},{"b"', 3)).toEqual([{ text: '{"a":1}' }, { reason: 'the list is cut off' }])
  expect(read('{"a":1}', 3)).toEqual([{ reason: 'the file is not a JSON list' }])
  expect(read('', 3)).toEqual([{ reason: 'the file is not a JSON list' }])
})
