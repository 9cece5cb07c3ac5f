'use client'

import { Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { Kbd } from '@/components/ui/kbd'
import { keysOf } from '@/components/ui/keyboard'

const CommandPalette = dynamic(() => import('./command-palette').then((module) => module.CommandPalette), {
  ssr: false,
})

/** Opens the palette, by click or Ctrl/Cmd-K; its code is loaded with the first use. */
export function PaletteTrigger() {
  const [isOpen, setOpen] = useState(false)
  const [isLoaded, setLoaded] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!keysOf(event).includes('k') || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setLoaded(true)
      setOpen((wasOpen) => !wasOpen)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const open = () => {
    setLoaded(true)
    setOpen(true)
  }
  return (
    <>
      <button
        type="button"
        onClick={open}
        aria-keyshortcuts="Control+K Meta+K"
        className="touch-target relative flex h-8 items-center gap-2 rounded-control px-2 text-faint text-sm transition-colors hover:border-line-strong max-lg:hover:bg-sunken lg:h-[30px] lg:w-62 lg:border lg:border-line lg:bg-surface lg:pl-2.5"
      >
        <Search aria-hidden className="size-4 shrink-0 stroke-[1.75]" />
        <span className="max-lg:sr-only">Search or jump to</span>
        <span aria-hidden className="ml-auto max-lg:hidden">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      {isLoaded ? <CommandPalette isOpen={isOpen} onOpenChange={setOpen} /> : null}
    </>
  )
}
