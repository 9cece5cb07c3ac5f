'use client'

import NextLink from 'next/link'
import { type ComponentProps, useState } from 'react'

type LinkProps = Omit<ComponentProps<typeof NextLink>, 'prefetch'>

/**
 * A link within the app. The shell of its page is fetched ahead once a pointer, a finger or the keyboard is on it; Next would
 * fetch those of all links in sight, two requests each, with every page that is opened.
 */
export function Link({ onPointerEnter, onFocus, ...props }: LinkProps) {
  const [isMeant, setIsMeant] = useState(false)
  return (
    <NextLink
      {...props}
      prefetch={isMeant ? null : false}
      onPointerEnter={(event) => {
        setIsMeant(true)
        onPointerEnter?.(event)
      }}
      onFocus={(event) => {
        setIsMeant(true)
        onFocus?.(event)
      }}
    />
  )
}
