import type { UseFormReturn } from 'react-hook-form'
import { expect, test, vi } from 'vitest'
import { ApiError } from '@/lib/core/http/client'
import { fieldMessage, showProblem } from './form-problem'

function aForm(values: Record<string, unknown>) {
  const setError = vi.fn()
  return { form: { getValues: () => values, setError } as unknown as UseFormReturn, setError }
}

const aProblem = (issues: { path: string; message: string }[]) =>
  new ApiError(422, 'input.invalid', 'It is wrong.', issues, {})

test('puts each error on the field that it names, and the focus on the first', () => {
  const { form, setError } = aForm({ name: '', config: { url: '' } })
  showProblem(
    form,
    aProblem([
      { path: 'name', message: 'is taken' },
      { path: 'config.url', message: 'is needed' },
    ]),
  )
  expect(setError.mock.calls).toEqual([
    ['name', { type: 'server', message: 'is taken' }, { shouldFocus: true }],
    ['config.url', { type: 'server', message: 'is needed' }, { shouldFocus: false }],
  ])
})

test('says on the form what no field of it can show', () => {
  const { form, setError } = aForm({ name: '' })
  showProblem(form, aProblem([{ path: 'version', message: 'is old' }]))
  expect(setError).toHaveBeenCalledExactlyOnceWith('root', { type: 'server', message: 'It is wrong.' })
})

test('tells a server out of reach from a refusal', () => {
  const { form, setError } = aForm({})
  showProblem(form, new TypeError('Failed to fetch'))
  expect(setError.mock.calls[0]?.[1].message).toContain('could not be reached')
})

test('makes a sentence of what is said about a field', () => {
  expect(fieldMessage('Name', 'is needed')).toBe('Name is needed.')
  expect(fieldMessage('Name', 'The expression is wrong.')).toBe('The expression is wrong.')
  expect(fieldMessage('Name', undefined)).toBeUndefined()
})
