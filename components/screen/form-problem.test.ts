import type { UseFormReturn } from 'react-hook-form'
import { expect, test, vi } from 'vitest'
import { ApiError } from '@/lib/core/http/client'
import { describeConflict, describeErrors, isConflict, listProblems } from './describe-problems'
import { fieldMessage } from './form-problem'
import { showProblem } from './show-problem'

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
      { path: 'config.url', message: 'is required' },
    ]),
  )
  expect(setError.mock.calls).toEqual([
    ['name', { type: 'server', message: 'is taken' }, { shouldFocus: true }],
    ['config.url', { type: 'server', message: 'is required' }, { shouldFocus: false }],
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
  expect(fieldMessage('Name', 'is required')).toBe('Name is required.')
  expect(fieldMessage('Name', 'The expression is wrong.')).toBe('The expression is wrong.')
  expect(fieldMessage('Name', undefined)).toBeUndefined()
})

test('says on the form what names no field, also beside what does', () => {
  const { form, setError } = aForm({ name: '' })
  showProblem(
    form,
    aProblem([
      { path: 'name', message: 'is taken' },
      { path: 'items.3.startsAt', message: 'is required' },
    ]),
  )
  expect(setError.mock.calls.at(-1)).toEqual(['root', { type: 'server', message: 'Starts at is required.' }])
})

test('asks the form where its values have another shape than what is sent', () => {
  const { form, setError } = aForm({ conditions: [] })
  showProblem(form, aProblem([{ path: 'when.any.0', message: 'is wrong' }]), (path) => path.startsWith('when'))
  expect(setError).toHaveBeenCalledExactlyOnceWith(
    'when.any.0',
    { type: 'server', message: 'is wrong' },
    { shouldFocus: true },
  )
})

test('finds all that is wrong, however deep', () => {
  const errors = {
    name: { type: 'x', message: 'is required' },
    events: { type: 'x', message: 'must have at least 1 entry', 0: { message: 'A word is empty.' } },
  }
  expect(listProblems(errors)).toEqual([
    { path: 'name', message: 'is required' },
    { path: 'events', message: 'must have at least 1 entry' },
    { path: 'events.0', message: 'A word is empty.' },
  ])
  expect(describeErrors(errors)).toBe('Name is required. Events must have at least 1 entry. A word is empty.')
})

const conflict = (code: string, problem: Record<string, unknown> = {}) =>
  new ApiError(409, code, 'It has changed.', [], problem)

test('tells a newer version from other conflicts, and names who was quicker', () => {
  expect(isConflict(conflict('source.changed'))).toBe(true)
  expect(isConflict(conflict('appeal.ruled', { winner: null }))).toBe(true)
  expect(isConflict(conflict('source.name_taken'))).toBe(false)
  expect(describeConflict(conflict('source.changed'))).toBe('It has changed.')
  expect(describeConflict(conflict('case.decided', { winner: { actor: 'Ada', action: 'remove' } }))).toBe(
    'It has changed. By Ada (remove).',
  )
})
