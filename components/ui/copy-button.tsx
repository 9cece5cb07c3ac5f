'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from './button'
import { IconButton } from './icon-button'
import { announce } from './live-region'

const SHOWN_MS = 2000

/** Puts text on the clipboard; false where the browser refuses (no TLS, no permission). */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

interface CopyButtonProps extends Omit<ButtonProps, 'children' | 'onClick'> {
  /** What is copied, or how to get it at the time of the click. */
  text: string | (() => string)
  /** What it is: "Copy link". */
  label: string
  /** Only the icon is shown. */
  isIconOnly?: boolean
}

/** Copies, and says that it did. */
export function CopyButton({ text, label, isIconOnly, ...props }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async () => {
    const done = await copyText(typeof text === 'string' ? text : text())
    setCopied(done)
    announce(done ? 'Copied' : 'The browser did not allow copying. Select the text and copy it manually.')
  }
  const Icon = isCopied ? Check : Copy
  if (isIconOnly) return <IconButton icon={Icon} label={isCopied ? 'Copied' : label} onClick={copy} {...props} />
  return (
    <Button onClick={copy} {...props}>
      <Icon aria-hidden />
      {isCopied ? 'Copied' : label}
    </Button>
  )
}
