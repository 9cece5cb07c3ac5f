import { expect, test } from 'vitest'
import { endAll, onEnd } from './endings'

test('undoes what is left, the last first, each once, and goes on after a failure', async () => {
  const undone: string[] = []
  const note = (name: string) => async () => {
    undone.push(name)
  }
  onEnd(note('database'))
  const endFolder = onEnd(note('folder'))
  onEnd(() => Promise.reject(new Error('gone')))
  onEnd(note('web'))
  await endFolder()
  await endFolder()
  const said: string[] = []
  await endAll((line) => said.push(line))
  expect(undone).toEqual(['folder', 'web', 'database'])
  expect(said).toEqual(['could not clean up: Error: gone'])
})

test('waits for what another is undoing already', async () => {
  let finish = (): void => undefined
  const removed = new Promise<void>((resolve) => {
    finish = resolve
  })
  const remove = onEnd(() => removed)
  const removing = remove()
  let isOver = false
  const ending = endAll(() => undefined).then(() => {
    isOver = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isOver).toBe(false)
  finish()
  await Promise.all([removing, ending])
  expect(isOver).toBe(true)
})
