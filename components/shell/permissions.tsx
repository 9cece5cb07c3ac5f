'use client'

import { createContext, type ReactNode, useCallback, useContext } from 'react'
import type { Permission } from '@/lib/staff/permissions'

const Permissions = createContext<ReadonlySet<string>>(new Set())

/** What the person at the screen may do, for all that shows or hides by it; each call is checked on the server. */
export function PermissionsProvider({ value, children }: { value: ReadonlySet<string>; children: ReactNode }) {
  return <Permissions value={value}>{children}</Permissions>
}

/** Whether the person at the screen has a permission. */
export function useCan(): (permission: Permission) => boolean {
  const permissions = useContext(Permissions)
  return useCallback((permission) => permissions.has(permission), [permissions])
}
