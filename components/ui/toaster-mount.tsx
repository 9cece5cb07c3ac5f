'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { loadWithStyleNonce } from './nonce'
import { onFirstToast } from './toast'

const Toaster = dynamic(() => loadWithStyleNonce(() => import('./toaster')).then((module) => module.Toaster), {
  ssr: false,
})

/** Once, at the root; loads the toaster when there is something to say. */
export function ToasterMount() {
  const [isNeeded, setNeeded] = useState(false)
  useEffect(() => onFirstToast(() => setNeeded(true)), [])
  return isNeeded ? <Toaster /> : null
}
