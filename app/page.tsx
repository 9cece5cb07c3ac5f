import { redirect } from 'next/navigation'
import { homeOf } from '@/lib/console/navigation'
import { openPage } from '@/lib/staff/access'

export default async function Home(): Promise<never> {
  const { staff } = await openPage()
  redirect(staff ? homeOf(staff.role) : '/overview')
}
