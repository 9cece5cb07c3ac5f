'use client'

import { MoreHorizontal, UserX } from 'lucide-react'
import dynamic from 'next/dynamic'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'

/** Fetched when somebody is about to be erased, which is seldom. */
const EraseDialog = dynamic(() => import('./erase-dialog').then((module) => module.EraseDialog), { ssr: false })

const MayErase = createContext(false)

/** Says for all members shown below it whether this person may erase one. */
export const Erasers = ({ mayErase, children }: { mayErase: boolean; children: ReactNode }) => (
  <MayErase value={mayErase}>{children}</MayErase>
)

/** What can be done to a member besides deciding: nothing, for who may not erase. */
export function MemberMenu({ memberId, name }: { memberId: number; name: string }) {
  const mayErase = useContext(MayErase)
  const [isOpen, setOpen] = useState(false)
  if (!mayErase) return null
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton icon={MoreHorizontal} label={`Actions for ${name}`} side="left" className="ml-auto" />
        </MenuTrigger>
        <MenuContent>
          <MenuItem tone="danger" onSelect={() => setOpen(true)}>
            <UserX aria-hidden />
            Erase member…
          </MenuItem>
        </MenuContent>
      </Menu>
      {isOpen ? <EraseDialog memberId={memberId} name={name} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
