'use client'

import { useQuery } from '@tanstack/react-query'
import { Flag } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import type { ContextMessage } from '@/lib/moderation/schema/cases'
import { policiesQuery } from './moderation-client'

const NewCaseDialog = dynamic(() => import('./new-case-dialog').then((module) => module.NewCaseDialog), { ssr: false })

/** Opens a case of a mirrored message, beside it; shown to who points at its line, which is a `group`. */
export function OpenMessage({ message }: { message: ContextMessage }) {
  const [isAsking, setAsking] = useState(false)
  const policies = useQuery({ ...policiesQuery(), enabled: isAsking }).data?.items ?? []
  // Evidence of before messages had numbers.
  if (!message.id) return null
  const close = () => setAsking(false)
  return (
    <>
      <IconButton
        size="sm"
        icon={Flag}
        side="left"
        label={`Open a case for this message by ${message.member}`}
        className="mt-1.5 mr-2 opacity-0 focus-visible:opacity-100 group-hover:opacity-100 coarse:opacity-100"
        onClick={() => setAsking(true)}
      />
      {isAsking ? <NewCaseDialog message={message} policies={policies} onClose={close} onOpened={close} /> : null}
    </>
  )
}
