'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { enterDemo } from '@/lib/core/auth/client'
import { FormAlert } from './form-alert'
import { reasonOf } from './reason'

interface DemoEntryProps {
  next: string
  /** Enters by itself; not after somebody has just signed out. */
  isAutomatic: boolean
}

/** Lets the visitor of a demo in as its operator. */
export function DemoEntry({ next, isAutomatic }: DemoEntryProps) {
  const [isPending, setIsPending] = useState(isAutomatic)
  const [refusal, setRefusal] = useState<string | null>(null)
  const hasStarted = useRef(false)
  const enter = async () => {
    setIsPending(true)
    setRefusal(null)
    try {
      await enterDemo()
      window.location.replace(next)
    } catch (error) {
      setRefusal(reasonOf(error))
      setIsPending(false)
    }
  }
  useEffect(() => {
    if (!isAutomatic || hasStarted.current) return
    hasStarted.current = true
    void enter()
  })
  return (
    <div className="grid gap-4">
      {refusal ? <FormAlert>{refusal}</FormAlert> : null}
      <Button variant="primary" size="lg" isPending={isPending} onClick={enter}>
        {isPending ? 'Opening the demo' : 'Enter the demo'}
      </Button>
    </div>
  )
}
