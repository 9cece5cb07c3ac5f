'use client'

import { FlaskConical } from 'lucide-react'
import dynamic from 'next/dynamic'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useShortcuts } from '@/components/shell/shortcuts'
import { Button } from '@/components/ui/button'

/** With the whole form of rules: fetched when somebody makes one. */
const MakeRuleSheet = dynamic(() => import('./make-rule-sheet').then((module) => module.CreateRuleSheet), {
  ssr: false,
})

const MayMakeRules = createContext(false)

/** Says for all cases below it whether this person may write rules. */
export const RuleEditorProvider = ({ mayWrite, children }: { mayWrite: boolean; children: ReactNode }) => (
  <MayMakeRules value={mayWrite}>{children}</MayMakeRules>
)

/** Opens the form of rules, filled in with what would find items like that of a case; for who may write rules. */
export function CreateRuleButton({ caseId }: { caseId: number }) {
  const mayWrite = useContext(MayMakeRules)
  const [isOpen, setOpen] = useState(false)
  useShortcuts(mayWrite ? [{ keys: 'r', label: 'Create a rule from this case', run: () => setOpen(true) }] : [])
  if (!mayWrite) return null
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        className="-mr-2 ml-auto"
        title="Create a rule from this case (R)"
        onClick={() => setOpen(true)}
      >
        <FlaskConical aria-hidden />
        Create rule
      </Button>
      {isOpen ? <MakeRuleSheet caseId={caseId} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
