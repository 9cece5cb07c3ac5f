import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldsOf, initialOf, withoutEmpty } from './schema-fields'

const schema = z.toJSONSchema(
  z.strictObject({
    baseUrl: z.url().describe('Where it answers.'),
    port: z.number().int().default(3306),
    mode: z.enum(['fast', 'whole']).optional(),
    isStrict: z.boolean().default(true),
    namespaces: z.array(z.string()).optional(),
  }),
) as Record<string, unknown>

test('makes a field of each property, by its type', () => {
  expect(fieldsOf(schema).map(({ name, label, type, isRequired }) => ({ name, label, type, isRequired }))).toEqual([
    { name: 'baseUrl', label: 'Base URL', type: 'text', isRequired: true },
    { name: 'port', label: 'Port', type: 'number', isRequired: false },
    { name: 'mode', label: 'Mode', type: 'choice', isRequired: false },
    { name: 'isStrict', label: 'Is strict', type: 'boolean', isRequired: false },
    { name: 'namespaces', label: 'Namespaces', type: 'lines', isRequired: false },
  ])
  expect(fieldsOf(schema)[0]?.hint).toBe('Where it answers.')
  expect(fieldsOf(schema)[2]?.choices).toEqual(['fast', 'whole'])
})

test('a kind without configuration has no fields', () => {
  expect(fieldsOf(z.toJSONSchema(z.strictObject({})) as Record<string, unknown>)).toEqual([])
  expect(fieldsOf(null)).toEqual([])
})

test('begins with what is saved, else with the defaults, and sends nothing that was left empty', () => {
  const values = initialOf(fieldsOf(schema), { baseUrl: 'https://a.example', port: 1 })
  expect(values).toEqual({ baseUrl: 'https://a.example', port: 1, mode: '', isStrict: true, namespaces: '' })
  expect(withoutEmpty({ ...values, port: Number.NaN })).toEqual({ baseUrl: 'https://a.example', isStrict: true })
})
