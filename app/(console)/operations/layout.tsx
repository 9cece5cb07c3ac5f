import type { ReactNode } from 'react'
import { OperationsTabs } from '@/components/operations/operations-tabs'
import { requirePage } from '@/lib/staff/access'

export default async function OperationsLayout({ children }: { children: ReactNode }) {
  const { staff } = await requirePage('collections:read')
  return (
    <>
      <OperationsTabs role={staff.role} />
      {children}
    </>
  )
}
