import { expect, test, vi } from 'vitest'
import { createCrosshair } from './crosshair'

test('tells its listeners of a move, but not of the same place again', () => {
  const store = createCrosshair()
  const listener = vi.fn()
  store.subscribe(listener)
  store.set({ at: 5, owner: 'a' })
  store.set({ at: 5, owner: 'a' })
  expect(listener).toHaveBeenCalledTimes(1)
  expect(store.get()).toEqual({ at: 5, owner: 'a' })
})

test('leaving forgets the owner, and who has left hears nothing more', () => {
  const store = createCrosshair()
  const listener = vi.fn()
  const leave = store.subscribe(listener)
  store.set({ at: 5, owner: 'a' })
  store.set({ at: null, owner: 'a' })
  expect(store.get()).toEqual({ at: null, owner: null })
  leave()
  store.set({ at: 6, owner: 'b' })
  expect(listener).toHaveBeenCalledTimes(2)
})
