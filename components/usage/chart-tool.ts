import type { ComponentType, ReactNode } from 'react'
import type { Permission } from '@/lib/staff/permissions'

export interface ChartToolDialogProps {
  /** Of what the pressed flag stands for; null for something new. */
  id: string | null
  /** Where something new is put. */
  at: string
  zone: string
  canWrite: boolean
  onClose: () => void
}

/** What a domain lets people do on charts; components/domains.ts lists them. */
export interface ChartTool {
  /** The annotation source whose flags it opens. */
  source: string
  /** To write; who lacks it can only read what flags stand for. */
  permission: Permission
  label: string
  /** Where it is offered for one point: "Annotate this time". */
  labelAt: string
  /** Its shortcut on the usage page. */
  key: string
  icon: ReactNode
  Dialog: ComponentType<ChartToolDialogProps>
}
