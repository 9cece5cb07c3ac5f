import { useEffect, useRef, useState } from 'react'
import { announce } from '@/components/ui/live-region'
import { toast } from '@/components/ui/toast'
import { describeFailure } from './form-problem'

interface OrderOptions<T> {
  idOf: (row: T) => string
  nameOf: (row: T) => string
  /** Saves the whole order; calls come one after another. */
  save: (ids: string[]) => Promise<unknown>
}

/** Rows that are put into an order one step at a time: each step shows at once, keeps the focus, and is saved. */
export function useOrder<T>(rows: readonly T[], { idOf, nameOf, save }: OrderOptions<T>) {
  const [order, setOrder] = useState<string[] | null>(null)
  const latest = useRef<string[] | null>(null)
  const pressed = useRef<HTMLElement | null>(null)
  const shown = order ? inOrder(rows, idOf, order) : rows
  useEffect(() => {
    // What moved in the document may have lost the focus by it.
    if (order) pressed.current?.focus()
  }, [order])
  const move = async (row: T, by: -1 | 1, button: HTMLElement) => {
    const ids = shown.map(idOf)
    const from = ids.indexOf(idOf(row))
    const to = from + by
    if (from < 0 || to < 0 || to >= ids.length) return
    ids.splice(to, 0, ...ids.splice(from, 1))
    pressed.current = button
    latest.current = ids
    setOrder(ids)
    announce(`${nameOf(row)} is now ${to + 1} of ${ids.length}`)
    try {
      await save(ids)
    } catch (error) {
      toast('The order could not be saved', { tone: 'danger', description: describeFailure(error) })
    }
    if (latest.current === ids) setOrder(null)
  }
  return { shown, move }
}

/** What the order doesn't know comes last. */
function inOrder<T>(rows: readonly T[], idOf: (row: T) => string, order: readonly string[]): T[] {
  const places = new Map(order.map((id, index) => [id, index]))
  return rows.toSorted((a, b) => (places.get(idOf(a)) ?? order.length) - (places.get(idOf(b)) ?? order.length))
}
